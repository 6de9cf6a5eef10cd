import { defineConfig, globalIgnores } from 'eslint/config';
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const unstableMath = [
  'exp',
  'pow',
  'sin',
  'cos',
  'tan',
  'tanh',
  'sinh',
  'cosh',
  'asin',
  'acos',
  'atan',
  'atan2',
].concat(['expm1', 'log', 'log1p', 'log2', 'log10', 'cbrt', 'hypot', 'asinh', 'acosh', 'atanh']);

const fromTheWorld = [
  { object: 'Date', property: 'now', message: 'Results must not depend on the clock; pass the time in as an effect.' },
  { object: 'Math', property: 'random', message: 'Use createRandom(seed, ...labels) from runners/src/random.ts.' },
  { object: 'process', property: 'exit', message: 'Only the command line ends the process; throw a UserError.' },
];

export default defineConfig(
  globalIgnores([
    '**/node_modules',
    '**/dist',
    'build',
    '**/.factory',
    '**/.astro',
    '**/assembly',
    'tests/fixtures',
    '**/*.d.ts',
  ]),
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    // No type checker looks at these, and ESLint does not know which globals they have.
    files: ['**/*.{js,mjs}'],
    rules: { 'no-undef': 'off' },
  },
  {
    // Below the command line the world comes in as arguments.
    files: ['runners/src/**/*.ts', 'src/{content,evidence,markdown}/**/*.ts'],
    ignores: ['runners/src/engine/worker.ts', 'runners/src/engine/root-modules/figures-worker.ts'],
    rules: { 'no-console': 'error', 'no-restricted-properties': ['error', ...fromTheWorld] },
  },
  {
    // JavaScript's own transcendental functions differ between Node versions and processors.
    files: ['runners/src/**/*.ts'],
    ignores: ['runners/src/math.ts', 'runners/src/engine/**/*worker.ts', 'runners/src/engine/provenance.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...fromTheWorld,
        ...unstableMath.map((property) => ({
          object: 'Math',
          property,
          message: 'It differs between machines; use runners/src/math.ts.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='**']", message: '`**` is Math.pow; use runners/src/math.ts.' },
        { selector: "AssignmentExpression[operator='**=']", message: '`**` is Math.pow; use runners/src/math.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/../src/*', 'astro*'], message: 'runners never imports src.' }] },
      ],
    },
  },
  {
    // The site and the judgement know the contract only; the engine is loaded by the command line.
    files: ['src/{content,evidence,markdown,site}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@paper-factory/runners/engine', '**/runners/src/**', '@tensorflow/*'],
              message: 'Only src/cli loads the engine.',
            },
          ],
        },
      ],
    },
  },
  {
    // The contract stands alone: both sides parse with it.
    files: ['runners/src/schema/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['../*'], message: 'The contract imports zod only.' }] },
      ],
    },
  },
);
