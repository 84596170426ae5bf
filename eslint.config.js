import js from '@eslint/js';
import astro from 'eslint-plugin-astro';
import ts from 'typescript-eslint';

/** DESIGN §2 "who may import whom", for .ts and .astro alike. Cycles and module order: .dependency-cruiser.cjs. */
const forbid = (group, message) => ({ group, message });

const drizzle = forbid(
  ['drizzle-orm', 'drizzle-orm/*', 'better-sqlite3', 'pg', '#db/schema.ts', '#db/sql.ts'],
  'Only *.store.ts, measures/, jobs/queue.ts and db/ touch Drizzle or the schema (rule 3).',
);
const stores = forbid(
  ['#src/**/*.store.ts', './*.store.ts', '../**/*.store.ts'],
  'Call a verb of the module, not its store (rule 4).',
);
const web = forbid(
  [
    'astro',
    'astro:*',
    'node:http',
    '#src/pages/**',
    '#src/components/**',
    '#src/layouts/**',
    '#src/actions/**',
  ],
  'The domain knows neither HTTP nor pages (rule 2).',
);
const upwards = forbid(
  ['#src/pages/**', '#src/actions/**', '#src/jobs/**', '#src/cli/**', '#src/components/**'],
  'Domain code is called by pages, actions, jobs and cli, never the other way (rule 1).',
);
const ladders = forbid(['../../*'], 'Use #src/… or #db/… instead of a relative ladder (rule 6).');
const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist/', 'node_modules/', '.astro/', 'data/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...astro.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-undef': 'off',
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.object.name="Intl"][callee.property.name=/Format$|^Collator$/]',
          message: 'Use the formatters of src/i18n/intl.ts, which are made once.',
        },
      ],
    },
  },
  { files: ['src/**/*.{ts,astro}', 'tests/**/*.ts'], rules: restrict(ladders) },
  {
    files: ['src/{pages,actions,cli,jobs,layouts}/**/*.{ts,astro}'],
    rules: restrict(ladders, drizzle, stores),
  },
  {
    files: ['src/components/**/*.{ts,astro}'],
    rules: restrict(
      ladders,
      drizzle,
      stores,
      forbid(
        ['#src/pages/**', '#src/actions/**', '#src/jobs/**', '#src/cli/**'],
        'Components read one view object (rule 1).',
      ),
    ),
  },
  { files: ['src/domain/**/*.ts'], rules: restrict(ladders, drizzle, web, upwards) },
  {
    files: [
      'src/domain/**/*.store.ts',
      'src/domain/measures/**/*.ts',
      'src/domain/**/*.{sqlite,postgres}.ts',
    ],
    rules: restrict(ladders, web, upwards),
  },
  { files: ['src/jobs/queue.ts'], rules: restrict(ladders, web) },
);
