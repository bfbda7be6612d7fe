/** RFC 9110, section 12.5.4: the ranges of an Accept-Language header, best first; those of weight 0 are left out. */
export function parseAcceptLanguage(header: string | undefined): readonly string[] {
  if (header === undefined) return [];
  const ranges = header.split(',').flatMap((part, order) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (!/^(\*|[a-z]{1,8}(-[a-z0-9]{1,8})*)$/i.test(range)) return [];
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
    const q = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0;
    return q > 0 ? [{ range: range.toLowerCase(), q, order }] : [];
  });
  return ranges.sort((a, b) => b.q - a.q || a.order - b.order).map(({ range }) => range);
}

/**
 * The one tag of a language map that suits a reader best, by RFC 4647: for each wanted range in turn an equal tag,
 * then one that begins with it (section 3.3.1), then the same with the range cut from its end (section 3.4).
 * Without a match English, then whatever stands first. Null only for an empty map.
 */
export function chooseLanguage(tags: readonly string[], wanted: readonly string[]): string | null {
  for (const range of wanted) {
    if (range === '*') return tags[0] ?? null;
    for (let cut = range; cut !== ''; cut = shortened(cut)) {
      const equal = tags.find((tag) => tag.toLowerCase() === cut);
      const found = equal ?? tags.find((tag) => tag.toLowerCase().startsWith(`${cut}-`));
      if (found !== undefined) return found;
    }
  }
  return tags.find((tag) => /^en(-|$)/i.test(tag)) ?? tags[0] ?? null;
}

/** A range without its last subtag, and without a singleton that would then end it. */
function shortened(range: string): string {
  const shorter = range.slice(0, Math.max(range.lastIndexOf('-'), 0));
  return /-[a-z0-9]$/.test(shorter) ? shorter.slice(0, -2) : shorter;
}
