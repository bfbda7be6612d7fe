import { moment } from '../calendar.ts';
import type { Identity } from '../ledger/ledger.ts';
import { known } from '../ledger/learners.ts';
import { modules } from '../plan.ts';
import type { Dirt } from './dirt.ts';

const actors: readonly Identity[] = [
  { mbox: 'mailto:contractor.one@example.net' },
  { openid: 'https://id.example.net/contractor-two' },
  { account: { homePage: 'https://lms.example.org', name: 'guest-17' } },
  { account: { homePage: 'https://old-lms.example.org', name: 'u1003' } },
  { mbox_sha1sum: '2d3b1c0f9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c' },
];

/** One of them has the account name of a learner, on another site. */
export const strangers: Dirt<'strangers'> = {
  name: 'strangers',
  sentence:
    'Actors of no learner pass modules of the program; a reader that drops them shows nobody unmatched.',
  marks: (ledger, random) => ({
    ...ledger,
    strangers: [
      ...ledger.strangers,
      ...actors.flatMap((identity, index) =>
        ['2026-07', '2026-08'].flatMap((month) => [
          {
            ...known(moment(`${month}-${10 + index * 2}T10:${10 + index}:00Z`)),
            identity,
            module: random.pick(modules.filter((module) => module.dialect === 'plain')).id,
          },
        ]),
      ),
    ],
  }),
};
