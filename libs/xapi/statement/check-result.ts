import { numberOf } from '#platform';
import { isDuration } from './formats.ts';
import type { Inspection } from './inspection.ts';

export function checkResult(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'result')) return;
  inspection.enter('result');
  for (const key in value) {
    const property = value[key];
    switch (key) {
      case 'score':
        checkScore(inspection, property);
        break;
      case 'success':
      case 'completion':
        inspection.boolean(property, key);
        break;
      case 'response':
        inspection.string(property, key);
        break;
      case 'duration':
        inspection.formatted(property, key, 'duration-form', isDuration);
        break;
      case 'extensions':
        inspection.extensions(property, key);
        break;
      default:
        inspection.unknown(property, key);
    }
  }
  inspection.leave();
}

function checkScore(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'score')) return;
  inspection.enter('score');
  for (const key in value) {
    const property = value[key];
    if (key !== 'scaled' && key !== 'raw' && key !== 'min' && key !== 'max')
      inspection.unknown(property, key);
    else if (numberOf(property) === undefined) inspection.refuse(property, 'type-number', key);
  }
  const scaled = numberOf(value['scaled']);
  const raw = numberOf(value['raw']);
  const min = numberOf(value['min']);
  const max = numberOf(value['max']);
  if (scaled !== undefined && !(scaled >= -1 && scaled <= 1)) inspection.report('score-scaled', 'scaled');
  if (min !== undefined && max !== undefined && min >= max) inspection.report('score-min-max', 'min');
  if (raw !== undefined) {
    const below = min !== undefined && raw < min;
    const above = max !== undefined && raw > max;
    if (below || above) inspection.report('score-raw', 'raw');
  }
  inspection.leave();
}
