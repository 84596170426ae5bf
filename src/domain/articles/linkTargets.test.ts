import { describe, expect, it } from 'vitest';
import { bestTarget, isPath, linkTargets, pathIn } from './linkTargets.ts';

describe('linkTargets', () => {
  it.each([
    ['guide/a.md', './b.md#Top', ['guide/b.md'], 'Top'],
    ['guide/a.md', '../c%20d.md?x=1', ['c d.md'], ''],
    ['guide/a.md', '/ref/e.mdx', ['ref/e.mdx'], ''],
    ['a.md', '%E0%A4%A', ['%E0%A4%A.md', '%E0%A4%A.mdx'], ''],
  ])('%s, %s', (filePath, href, paths, fragment) => {
    const found = linkTargets(filePath, href)!;
    expect(found.paths.slice(0, paths.length)).toEqual(paths);
    expect(found.fragment).toBe(fragment);
  });

  it('tries a file before an index, and after a slash the other way round', () => {
    expect(linkTargets('g/a.md', 'install')!.paths).toEqual(
      expect.arrayContaining(['g/install.md', 'g/install/index.md', 'g/install/README.md']),
    );
    expect(linkTargets('g/a.md', 'install')!.paths[0]).toBe('g/install.md');
    expect(linkTargets('g/a.md', 'install.html#x')!.paths[0]).toBe('g/install.md');
    expect(linkTargets('g/a.md', '../ref/')!.paths[0]).toBe('ref/index.md');
    expect(linkTargets('g/a.md', '../')!.paths).toContain('README.md');
  });

  it('leads out of the folder nowhere', () => {
    expect(linkTargets('a.md', '../LICENSE.md')).toBeNull();
    expect(linkTargets('g/a.md', '../../etc/passwd')).toBeNull();
    expect(pathIn('a.md', 'x%00y')).toBeNull();
  });

  it('tells paths from other addresses', () => {
    for (const address of ['https://e.com/a.md', 'mailto:a@b.c', '//e.com', '\\\\e.com', '#x', '?q', ''])
      expect(isPath(address)).toBe(false);
    for (const address of ['a', './a', '/a', '../a b', 'a#x']) expect(isPath(address)).toBe(true);
  });

  it('takes the first path there is, exact before folded', () => {
    const rows = [{ filePath: 'install.md' }, { filePath: 'Install.md' }, { filePath: 'b.md' }];
    expect(bestTarget(['a.md', 'Install.md', 'b.md'], rows)).toBe(rows[1]);
    expect(bestTarget(['INSTALL.md'], rows)).toBe(rows[0]);
    expect(bestTarget(['caf\u00e9.md'], [{ filePath: 'cafe\u0301.md' }])).not.toBeNull();
    expect(bestTarget(['no.md'], rows)).toBeNull();
  });
});
