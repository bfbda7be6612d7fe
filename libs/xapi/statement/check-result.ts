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
    else if (typeof property !== 'number') inspection.refuse(property, 'type-number', key);
  }
  const { scaled, raw, min, max } = value;
  if (typeof scaled === 'number' && !(scaled >= -1 && scaled <= 1))
    inspection.report('score-scaled', 'scaled');
  if (typeof min === 'number' && typeof max === 'number' && min >= max)
    inspection.report('score-min-max', 'min');
  if (typeof raw === 'number') {
    const below = typeof min === 'number' && raw < min;
    const above = typeof max === 'number' && raw > max;
    if (below || above) inspection.report('score-raw', 'raw');
  }
  inspection.leave();
}
