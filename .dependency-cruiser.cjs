/** The walls of the house; why they stand where they do is in docs/architecture.md. */
const libs = {
  platform: [],
  events: ['platform'],
  statistics: [],
  clickhouse: ['platform'],
  'event-log': ['events', 'clickhouse', 'platform'],
  access: ['events', 'clickhouse', 'platform'],
  privacy: ['events', 'clickhouse', 'platform'],
  facts: ['clickhouse', 'platform'],
  program: ['events', 'facts', 'clickhouse', 'platform'],
  xapi: ['events', 'event-log', 'access', 'clickhouse', 'platform'],
  intake: ['events', 'event-log', 'access', 'program', 'clickhouse', 'platform'],
  kpi: ['events', 'facts', 'clickhouse', 'program', 'statistics', 'privacy', 'platform'],
  reports: ['kpi', 'program', 'privacy', 'clickhouse', 'platform'],
  server: ['access', 'event-log', 'clickhouse', 'platform'],
  story: ['platform'],
};

const walls = Object.entries(libs).map(([lib, may]) => ({
  name: `${lib}-imports`,
  comment: `${lib} imports only: ${may.join(', ') || 'no other lib'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
  to: {
    path: '^(libs|apps|test)/',
    pathNot: [`^libs/${lib}/`, ...may.map((other) => `^libs/${other}/(http/)?index\\.ts$`)],
  },
}));

const onlyIn = (name, packages, places) => ({
  name: `only-${name}`,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: [...places, '\\.spec\\.ts$'] },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '/dist/' } },
    ...walls,
    {
      name: 'libs-by-index',
      comment: 'A lib is entered by its index.',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/(http/)?index\\.ts$' },
    },
    {
      name: 'nothing-imports-apps',
      comment: 'apps/plumbline composes the other apps into one process; tests drive apps from outside.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: '^apps/plumbline/' },
      to: { path: '^apps/', pathNot: '^apps/$2/' },
    },
    onlyIn('clickhouse-client', '@clickhouse/client', ['^libs/clickhouse/']),
    onlyIn('kafkajs', 'kafkajs', ['^libs/event-log/']),
    onlyIn('puppeteer', 'puppeteer|@sparticuz/chromium', ['^libs/reports/pdf/']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['plumbline-source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
    tsPreCompilationDeps: true,
  },
};
