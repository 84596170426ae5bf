/** Cycles and module order (DESIGN §2, rules 4 and 5). What may import Drizzle or HTTP is in eslint.config.js. */
const mod = (name) => `^src/domain/${name}/`;
const above = {
  calendar: ['articles', 'search', 'visits', 'tickets', 'mail', 'automation', 'gaps', 'measures'],
  accounts: ['articles', 'search', 'visits', 'tickets', 'mail', 'automation', 'gaps', 'measures'],
  articles: ['search', 'visits', 'tickets', 'mail', 'automation', 'gaps', 'measures'],
  search: ['visits', 'tickets', 'mail', 'automation', 'gaps', 'measures'],
  visits: ['tickets', 'mail', 'automation', 'gaps', 'measures'],
  tickets: ['mail', 'automation', 'gaps', 'measures'],
  mail: ['automation', 'gaps', 'measures'],
  automation: ['gaps', 'measures'],
  gaps: ['measures'],
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(above).map(([name, higher]) => ({
      name: `${name}-imports-lower-modules-only`,
      severity: 'error',
      from: { path: mod(name) },
      to: { path: `^src/domain/(${higher.join('|')})/` },
    })),
    {
      name: 'no-foreign-store',
      comment: 'A module imports another module’s verbs or its pure noun, never its store.',
      severity: 'error',
      from: { path: '^src/domain/([^/]+)/' },
      to: { path: '^src/domain/[^/]+/.+\\.store\\.ts$', pathNot: '^src/domain/$1/' },
    },
    {
      name: 'only-config-reads-the-environment',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^(process|node:process)$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
