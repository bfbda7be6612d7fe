const QUOTE = 34;
const BACKSLASH = 92;

/** Where the string of a JSON text that opens at `start` closes; the end of the text when it does not. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** A JSON text with some of its numbers replaced; strings are passed over. Null: the number stays. */
export function replaceNumbers(text: string, replacement: (number: string) => string | null): string {
  let replaced = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (beginsNumber(code)) {
      const start = at;
      while (belongsToNumber(text.charCodeAt(at + 1))) at += 1;
      const instead = replacement(text.slice(start, at + 1));
      if (instead === null) continue;
      replaced += text.slice(copied, start) + instead;
      copied = at + 1;
    }
  }
  return copied === 0 ? text : replaced + text.slice(copied);
}

/** A minus sign or a digit. */
function beginsNumber(code: number): boolean {
  return code === 45 || (code >= 48 && code <= 57);
}

/** Digits, point, exponent and signs; NaN, past the end, is none of them. */
function belongsToNumber(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || code === 46 || code === 101 || code === 69 || code === 43 || code === 45
  );
}
