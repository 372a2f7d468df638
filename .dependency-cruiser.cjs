/**
 * Who may import whom. The rules are those of docs/architecture.md; each says why.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const RESOURCES =
  '^src/(reports|stores|groups|calendars|now|changes|imports|polls|schedules|health|compat|access/keys|access/sessions|access/oidc)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'the-page-is-a-client',
      comment:
        'web imports itself only, with the generated client of the API: the page knows of the API what it documents.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|workflows|activities|migrations|cli|dev|bench|test)/' },
    },
    {
      name: 'nothing-imports-the-page',
      comment: 'The page is built on its own, and served as files.',
      severity: 'error',
      from: { pathNot: '^web/' },
      to: { path: '^web/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'src/domain imports itself only: no clock, no I/O, no environment.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'workflows-are-deterministic',
      comment:
        'workflows import @temporalio/workflow, the domain, and types of activities: anything else is not replayable.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: ['^workflows/', '^src/domain/', '^node_modules/@temporalio/workflow/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'activities-reach-down-only',
      comment:
        'activities import the domain, persistence, importing and files; what else they need arrives as an argument.',
      severity: 'error',
      from: { path: '^activities/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(src|workflows|dev|migrations)/', pathNot: '^src/(domain|persistence|importing|files)/' },
    },
    {
      name: 'persistence-knows-no-edge',
      comment: 'src/persistence imports the domain and MikroORM; nothing of Nest, nothing of Temporal.',
      severity: 'error',
      from: { path: '^src/persistence/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: ['^src/', '^workflows/', '^activities/', '^node_modules/(@nestjs|@temporalio)/'],
        pathNot: '^src/(persistence|domain)/',
      },
    },
    {
      name: 'persistence-connection-is-below',
      comment:
        'src/persistence/connection is what the aggregates share: of them it knows the entities, for the ORM, and nothing else.',
      severity: 'error',
      from: { path: '^src/persistence/connection/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^src/persistence/(stores|polls|imports|reports|access)/',
        pathNot: '\\.entity\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'files-know-the-disk-only',
      comment: 'src/files keeps reports and uploads, whatever they hold: it imports the domain and itself.',
      severity: 'error',
      from: { path: '^src/files/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(src|workflows|activities|migrations|dev|cli)/', pathNot: '^src/(files|domain)/' },
    },
    {
      name: 'importing-knows-no-edge',
      comment: 'src/importing reads and merges rows, wherever they come from: nothing of Nest, nothing of Temporal.',
      severity: 'error',
      from: { path: '^src/importing/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: ['^src/', '^workflows/', '^activities/', '^node_modules/(@nestjs|@temporalio)/'],
        pathNot: '^src/(importing|persistence|domain)/',
      },
    },
    {
      name: 'sql-stays-in-persistence',
      comment: 'Every SQL statement is in src/persistence or migrations, where it can be reviewed.',
      severity: 'error',
      from: { path: '^(src|workflows|activities)/', pathNot: ['^src/persistence/', '\\.spec\\.ts$'] },
      to: { path: '^node_modules/(pg|pg-copy-streams|@mikro-orm)/' },
    },
    {
      name: 'resources-do-not-act',
      comment: 'Resource folders start workflows through src/temporal; activities are not theirs to call.',
      severity: 'error',
      from: { path: RESOURCES },
      to: { path: '^activities/' },
    },
    {
      name: 'resources-keep-to-themselves',
      comment: 'What two resources need is in src/http, src/persistence or the domain.',
      severity: 'error',
      from: { path: '^src/(reports|stores|groups|calendars|now|changes|imports|polls|schedules|health)/' },
      to: { path: RESOURCES, pathNot: ['^src/$1/'] },
    },
    {
      name: 'compat-stands-on-reports',
      comment: 'The first generation is a thin layer over reports.',
      severity: 'error',
      from: { path: '^src/compat/' },
      to: { path: '^src/(stores|groups|calendars|now|changes|imports|polls|schedules|health)/' },
    },
    {
      name: 'nothing-imports-the-processes',
      comment: 'main.ts, worker.ts, cli/ and dev/ compose; what they compose does not know them.',
      severity: 'error',
      from: { path: '^(src|workflows|activities|migrations)/', pathNot: '^src/(main|worker|migrate|create-key)\\.ts$' },
      to: { path: '^(src/(main|worker|migrate|create-key)\\.ts$|cli/|dev/)' },
    },
    {
      name: 'the-command-is-a-client',
      comment: 'cli/ talks HTTP: of the product it knows the shapes of answers, and nothing else.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(src|workflows|activities|migrations|dev)/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
