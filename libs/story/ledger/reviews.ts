import type { Instant } from '#platform';
import { moment, plusMinutes } from '../calendar.ts';
import { rubric, teams } from '../plan.ts';
import type { Random } from '../random.ts';
import { known } from './learners.ts';
import type { Criteria, PromptVersion, Review } from './ledger.ts';

const reviewers = ['reviewer-ada', 'reviewer-bo', 'reviewer-cem', 'reviewer-dag'];

/** p-01 … p-08 are reviewed in both periods, p-09 only in July, p-10 only in autumn, p-11 there with one run an item. */
const prompts = Array.from({ length: 11 }, (_, index) => ({
  id: `p-${String(index + 1).padStart(2, '0')}`,
  team: teams[index % teams.length] ?? teams[0],
  inJuly: index < 9,
  inAutumn: index !== 8,
  once: index === 10,
}));

export function makePrompts(): PromptVersion[] {
  const version = (at: string, name: string) => (prompt: (typeof prompts)[number]) => ({
    ...known(moment(at)),
    prompt: prompt.id,
    version: name,
    owner: 'Ines Keller',
    team: prompt.team,
  });
  return [
    ...prompts.filter((prompt) => prompt.inJuly).map(version('2026-06-24T09:00:00Z', '1')),
    ...prompts.filter((prompt) => prompt.inAutumn).map(version('2026-08-27T09:00:00Z', '2')),
  ];
}

/**
 * July's runs of an item lie a mark apart, the autumn's a fifth of one: the largest spread of any prompt now is below
 * the smallest then. August lies in neither period. Calibration items are outputs of the autumn's items, marked by all
 * four reviewers, from very bad to very good.
 */
export function makeReviews(random: Random): Review[] {
  const stream = random.fork('reviews');
  return prompts.flatMap((prompt, index) => {
    const early = (month: string, count: number) =>
      prompt.inJuly ? items(count).flatMap((item) => runs(stream, prompt, '1', item, month, 3)) : [];
    const late = (item: string, place: number) =>
      runs(stream, prompt, '2', item, place < 2 ? '2026-09-0' : '2026-10-2', runsOf(prompt.once, place));
    return early('2026-07-0', 4).concat(
      early('2026-08-0', 1),
      prompt.inAutumn ? items(4).flatMap(late) : [],
      prompt.inAutumn && !prompt.once ? calibration(stream, prompt, index) : [],
    );
  });
}

const items = (count: number) => Array.from({ length: count }, (_, index) => `i-${index + 1}`);

const runsOf = (once: boolean, place: number) => (once ? 1 : 3 + (place % 2));

/** Marks of the four criteria that vary; safety and format have their own, for pass^k. */
const july = [2, 3, 4, 3];
const autumn = [4, 4, 5, 4];

function runs(
  random: Random,
  prompt: (typeof prompts)[number],
  version: string,
  item: string,
  month: string,
  count: number,
): Review[] {
  const early = version === '1';
  const marks = random.shuffle((early ? july : autumn).slice(0, count));
  return marks.flatMap((mark, run) => {
    const at = moment(
      `${month}${random.between(2, month.endsWith('2') ? 9 : 8)}T${10 + run}:${random.between(10, 59)}:00Z`,
    );
    return random
      .shuffle(reviewers)
      .slice(0, 2)
      .map((reviewer, place) =>
        review(
          prompt,
          version,
          item,
          `${month.slice(5, 7) === '08' ? 'again' : 'run'}-${run + 1}`,
          reviewer,
          false,
          plusMinutes(at, 3 * place),
          {
            clarity: early ? mark : 4,
            grounding: mark,
            safety: early ? mark : 5,
            completeness: early ? mark : 4,
            // one reviewer in four is a mark kinder on the layout
            formatCompliance: (early ? mark : 4) + (random.chance(25) ? 1 : 0),
          },
        ),
      );
  });
}

/** Two items of each prompt of the autumn but the last: 18 items, four reviewers, one mark of dissent in ten. */
function calibration(random: Random, prompt: (typeof prompts)[number], index: number): Review[] {
  return items(2).flatMap((item, place) => {
    const level = 1 + ((index * 2 + place) % 5);
    const at = moment(`2026-09-${10 + place}T08:00:00Z`);
    return reviewers.map((reviewer, order) => {
      const mark = () => (random.chance(10) ? level + (level === 5 ? -1 : 1) : level);
      return review(prompt, '2', item, 'calibration', reviewer, true, plusMinutes(at, order), {
        clarity: mark(),
        grounding: mark(),
        safety: mark(),
        completeness: mark(),
        formatCompliance: mark(),
      });
    });
  });
}

function review(
  prompt: (typeof prompts)[number],
  version: string,
  item: string,
  run: string,
  reviewer: string,
  calibrates: boolean,
  at: Instant,
  criteria: Criteria,
): Review {
  return {
    ...known(at),
    prompt: prompt.id,
    version,
    item: `${prompt.id}/${item}`,
    run,
    reviewer,
    rubricVersion: rubric.version,
    calibration: calibrates,
    team: prompt.team,
    criteria,
  };
}
