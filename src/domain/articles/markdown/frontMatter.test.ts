import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFile, serialiseFile, type FrontMatter } from './frontMatter.ts';

const full = `---
# Ours
id: 01J
title: "Install: it"
summary: How to
kind: faq
tags: [a, b] # two
audience: agents
owner: ada@example.com
related:
  - other
redirectFrom: old, older
reviewBy: 2027-01-31
sidebar_position: 3
---

# Body

text
`;

describe('parseFile', () => {
  it('reads every key, keeps the others and knows where the body begins', () => {
    expect(parseFile(full)).toEqual({
      data: {
        id: '01J',
        title: 'Install: it',
        summary: 'How to',
        kind: 'faq',
        tags: ['a', 'b'],
        audience: 'agents',
        owner: 'ada@example.com',
        related: ['other'],
        redirectFrom: ['old', 'older'],
        reviewBy: '2027-01-31',
      },
      other: { sidebar_position: 3 },
      body: '# Body\n\ntext\n',
      bodyLine: 17,
      problems: [],
    });
  });

  it('takes a file without front matter, or one that begins with a rule, as it is', () => {
    for (const source of [
      '# A\n',
      '',
      '---\n',
      '---\nA heading\n---\ntext',
      '----\na: b\n----\n',
      '--- a: b ---',
    ])
      expect(parseFile(source)).toEqual({ data: {}, other: {}, body: source, bodyLine: 1, problems: [] });
  });

  it('takes numbers and booleans as text', () => {
    expect(parseFile('---\ntitle: 2024\ntags: [1, true]\n---\n').data).toEqual({
      title: '2024',
      tags: ['1', 'true'],
    });
  });

  it('reports what is wrong with its line, and reads the rest', () => {
    const { data, problems } = parseFile(
      '---\ntitle: T\nkind: poem\n\naudience: [x]\nreviewBy: soon\n---\nbody',
    );
    expect(data).toEqual({ title: 'T' });
    expect(problems.map(({ line, code, values }) => [line, code, values.key])).toEqual([
      [3, 'frontMatterShape', 'kind'],
      [5, 'frontMatterShape', 'audience'],
      [6, 'frontMatterShape', 'reviewBy'],
    ]);
    expect(problems[0]!.message).toContain('article | faq');
  });

  it.each([
    ['---\ntitle: "x\nkind: faq\n---\nbody', 'frontMatterSyntax'],
    ['---\ntitle: a\n\ttab: b\n---\nbody', 'frontMatterSyntax'],
    ['---\ntitle: a\ntitle: b\n---\nbody', 'frontMatterSyntax'],
    ['---\ntitle: a\nbody', 'frontMatterUnclosed'],
    ['+++\ntitle = "a\n+++\nbody', 'frontMatterSyntax'],
  ])('reports %j', (source, code) => {
    const file = parseFile(source);
    expect(file.problems[0]).toMatchObject({ code });
    expect(file.problems[0]!.line).toBeGreaterThan(0);
    expect(file.body).toContain('body');
  });

  it('is not felled by aliases that multiply', () => {
    const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (c) => {
      const of = String.fromCharCode(c.charCodeAt(0) - 1);
      return `${c}: &${c} [${Array(9).fill(`*${of}`).join()}]\n`;
    })}---\nbody`;
    expect(parseFile(bomb)).toMatchObject({ data: {}, body: 'body' });
  });
});

describe('serialiseFile', () => {
  it('gives an unchanged file back as it was', () => {
    for (const source of [
      full,
      '# A\n',
      '',
      '---\n---\nx',
      '+++\na = 1\n+++\nx',
      '---\ntitle: "x\n---\ny',
      '---\na: 1\n...\nx',
    ]) {
      const { data, body } = parseFile(source);
      expect(serialiseFile(source, data, body)).toBe(source);
    }
  });

  it('changes only what changed', () => {
    const { data, body } = parseFile(full);
    const out = serialiseFile(full, { ...data, title: 'New', tags: ['c'], summary: null }, body);
    expect(out).toContain('# Ours\n');
    expect(out).toContain('sidebar_position: 3\n');
    expect(out).toContain('related:\n  - other\n');
    expect(out).not.toContain('summary');
    expect(parseFile(out)).toMatchObject({
      data: { title: 'New', tags: ['c'], id: '01J' },
      body,
      problems: [],
    });
  });

  it('keeps front matter it cannot read as comments', () => {
    const out = serialiseFile('---\ntitle: "x\n---\nbody', { id: '1', title: 'T' }, 'body');
    expect(out).toContain('# title: "x\n');
    expect(parseFile(out)).toMatchObject({ data: { id: '1', title: 'T' }, body: 'body', problems: [] });
  });

  it('round-trips whatever a value holds', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
      .map((s) => s.replace(/[\r\0]/g, '').trim());
    const value = text.filter((s) => s.length > 0);
    const data = fc.record({
      title: value,
      summary: value,
      tags: fc.uniqueArray(value, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(data, fc.string(), (data: FrontMatter, noise) => {
        const body = `text\n${noise.replace(/\r/g, '')}`;
        const file = serialiseFile(null, data, body);
        expect(parseFile(file)).toMatchObject({ data, body, problems: [] });
        expect(serialiseFile(file, data, body)).toBe(file);
      }),
    );
  });
});

describe('TOML', () => {
  const hugo = [
    '+++',
    '# kept',
    'title = "Lost keys"',
    'draft = false',
    'reviewBy = 2030-01-02',
    'kind = "essay"',
    'tags = ["keys", "locks"]',
    '[params]',
    'weight = 3',
    '+++',
    '',
    'Body',
  ].join('\n');

  it('is read as YAML is, with its lines', () => {
    const { data, other, body, bodyLine, problems } = parseFile(hugo);
    expect(data).toEqual({
      title: 'Lost keys',
      draft: false,
      reviewBy: '2030-01-02',
      tags: ['keys', 'locks'],
    });
    expect(other).toEqual({ params: { weight: 3 } });
    expect([body, bodyLine]).toEqual(['Body', 12]);
    expect(problems.map(({ line, code, values }) => [line, code, values.key])).toEqual([
      [6, 'frontMatterShape', 'kind'],
    ]);
  });

  it('stays as it is while nothing changes, and is written as YAML with everything in it when something does', () => {
    expect(serialiseFile(hugo, { title: 'Lost keys' }, 'New')).toBe(hugo.replace('Body', 'New'));
    const text = serialiseFile(hugo, { title: 'Found keys' }, 'Body');
    expect(text).toContain('# kept');
    expect(parseFile(text)).toMatchObject({
      data: { title: 'Found keys', tags: ['keys', 'locks'], reviewBy: '2030-01-02' },
      other: { params: { weight: 3 } },
      body: 'Body',
    });
  });
});
