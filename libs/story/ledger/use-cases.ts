import { moment } from '../calendar.ts';
import { teams } from '../plan.ts';
import type { Random } from '../random.ts';
import { known } from './learners.ts';
import type { Decision, UseCase } from './ledger.ts';

type Story = Partial<
  Pick<
    UseCase,
    'registered' | 'changes' | 'retiers' | 'firstUsed' | 'retired' | 'requests' | 'decisions' | 'exceptions'
  >
>;

const at = (text: string) => known(moment(`${text}T09:00:00Z`));
const tier = (date: string, name: string) => ({ ...at(date), tier: name });
const registered = (name: string, date = '2026-03-02') => ({ ...at(date), version: '1', tier: name });
const requested = (date: string, due: string | null, version = '1') => ({
  ...at(date),
  version,
  due: due === null ? null : moment(`${due}T21:59:59Z`),
});

function decided(
  date: string,
  decision: Decision['decision'] = 'approved',
  version = '1',
  validUntil: string | null = null,
): Decision {
  return {
    ...at(date),
    decision,
    version,
    reviewer: 'Henrik Sand',
    validUntil: validUntil === null ? null : moment(`${validUntil}T21:59:59Z`),
  };
}

const used = (date: string) => at(date);
const approvedBefore = {
  requests: [requested('2026-05-04', null)],
  decisions: [decided('2026-05-20')],
};

/** One row for each thing that can happen to a case; all are high risk unless a row says otherwise. */
const stories: readonly (readonly [shape: string, count: number, story: Story])[] = [
  ['covered', 4, { ...approvedBefore, firstUsed: used('2026-06-08') }],
  ['covered-in-period', 5, { ...approvedBefore, firstUsed: used('2026-08-03') }],
  ['covered-after-first-use', 1, { firstUsed: used('2026-07-20'), decisions: [decided('2026-08-14')] }],
  [
    'tiered-up',
    1,
    {
      registered: registered('limited'),
      retiers: [tier('2026-08-10', 'high')],
      firstUsed: used('2026-06-02'),
      decisions: [decided('2026-09-02')],
    },
  ],
  [
    'tiered-up-uncovered',
    1,
    {
      registered: registered('limited'),
      retiers: [tier('2026-09-21', 'high')],
      firstUsed: used('2026-07-06'),
    },
  ],
  ['tiered-down', 1, { retiers: [tier('2026-09-14', 'limited')], firstUsed: used('2026-06-03') }],
  [
    'tiered-there-and-back',
    1,
    {
      registered: registered('limited'),
      retiers: [tier('2026-08-05', 'high'), tier('2026-08-17', 'limited')],
      firstUsed: used('2026-06-04'),
    },
  ],
  [
    'expired',
    1,
    {
      firstUsed: used('2026-05-25'),
      decisions: [decided('2026-04-15', 'approved', '1', '2026-10-15')],
    },
  ],
  [
    'lapsed',
    1,
    {
      registered: registered('high', '2025-08-03'),
      firstUsed: used('2025-09-15'),
      decisions: [decided('2025-09-10')],
    },
  ],
  [
    'older-version',
    1,
    {
      ...approvedBefore,
      firstUsed: used('2026-06-09'),
      changes: [{ ...at('2026-09-12'), version: '2', owner: 'Nadia Brandt' }],
    },
  ],
  [
    'renewed-version',
    1,
    {
      firstUsed: used('2026-06-10'),
      decisions: [decided('2026-05-20'), decided('2026-09-30', 'approved', '2')],
      changes: [{ ...at('2026-09-11'), version: '2', owner: 'Nadia Brandt' }],
    },
  ],
  ['overdue', 1, { firstUsed: used('2026-07-13'), requests: [requested('2026-08-03', '2026-10-01')] }],
  ['rejected', 1, { firstUsed: used('2026-07-08'), decisions: [decided('2026-08-20', 'rejected')] }],
  [
    'mended',
    1,
    {
      firstUsed: used('2026-09-07'),
      decisions: [decided('2026-07-15', 'changes-requested'), decided('2026-08-12')],
    },
  ],
  [
    'exception-open',
    1,
    {
      firstUsed: used('2026-08-24'),
      exceptions: [
        {
          id: 'ex-open',
          granted: { ...at('2026-08-21'), expires: moment('2026-12-31T22:59:59Z') },
          closed: null,
        },
      ],
    },
  ],
  [
    'exception-closed',
    1,
    {
      firstUsed: used('2026-07-27'),
      decisions: [decided('2026-09-04')],
      exceptions: [
        {
          id: 'ex-closed',
          granted: { ...at('2026-07-24'), expires: moment('2026-10-31T22:59:59Z') },
          closed: at('2026-09-07'),
        },
      ],
    },
  ],
  ['retired', 2, { firstUsed: used('2026-06-01'), retired: at('2026-09-18') }],
  ['never-used', 1, {}],
  [
    'approved-in-october',
    2,
    {
      firstUsed: used('2026-07-02'),
      requests: [requested('2026-09-28', '2026-11-30')],
      decisions: [decided('2026-10-26')],
    },
  ],
  ['unknown-tier', 2, { registered: registered('to-be-assessed'), firstUsed: used('2026-07-03') }],
  ['limited', 6, { registered: registered('limited'), firstUsed: used('2026-07-07') }],
  ['minimal', 3, { registered: registered('minimal'), firstUsed: used('2026-07-09') }],
  [
    'handed-over',
    1,
    {
      registered: registered('limited'),
      firstUsed: used('2026-07-09'),
      changes: [{ ...at('2026-10-28'), version: '1', owner: 'Petra Lang' }],
    },
  ],
];

const nothing = {
  registered: registered('high'),
  changes: [],
  retiers: [],
  firstUsed: null,
  retired: null,
  requests: [],
  decisions: [],
  exceptions: [],
};

export function makeUseCases(random: Random): UseCase[] {
  const stream = random.fork('use-cases');
  const rows = stories.flatMap(([shape, count, story]) =>
    Array.from({ length: count }, () => ({ shape, story })),
  );
  const useCase = ({ shape, story }: (typeof rows)[number], index: number): UseCase => {
    const id = `uc-${String(index + 1).padStart(2, '0')}`;
    return {
      id,
      title: `${stream.pick(['Claims', 'Payments', 'Service', 'Underwriting'])} ${stream.pick(['triage', 'summary', 'drafting', 'screening'])} ${index + 1}`,
      owner: stream.pick(['Nadia Brandt', 'Olu Adeyemi', 'Petra Lang', 'Ravi Menon']),
      team: stream.pick(teams),
      shape,
      ...nothing,
      ...story,
    };
  };
  return rows.map(useCase);
}
