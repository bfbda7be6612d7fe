/** Where a sign-in leads without another place, or with one that is not a page of ours. */
const HOME = '/dashboards';
const BASE = 'http://plumbline.invalid';

/** The page that was asked for before the sign-in: only ever one under /dashboards of this very server. */
export function safeNext(asked: unknown): string {
  if (typeof asked !== 'string') return HOME;
  if (!URL.canParse(asked, BASE)) return HOME;
  // what a browser makes of it decides: backslashes, dots and control characters are resolved as it would
  const { origin, pathname, search } = new URL(asked, BASE);
  const inside = pathname === HOME || pathname.startsWith(`${HOME}/`);
  return origin === BASE && inside && !pathname.includes('//') ? pathname + search : HOME;
}

export function signInPage({
  next,
  error,
}: {
  readonly next: string;
  readonly error: string | null;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
<style>
body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#1c2429}
h1{font-size:1.5rem}
label{display:block;font-weight:600;margin-top:1.5rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #59636b;border-radius:4px}
button{font:inherit;margin-top:1rem;padding:.5rem 1.25rem;border:0;border-radius:4px;background:#1c2429;color:#fff}
.error{color:#8c2f1b;font-weight:600}
</style>
</head>
<body>
<main>
<h1>Sign in</h1>
<p>Dashboards are read with an API key that has the scope <em>read</em>.</p>
${error === null ? '' : `<p class="error" role="alert">${escaped(error)}</p>`}
<form method="post" action="/dashboards/sign-in">
<input type="hidden" name="next" value="${escaped(next)}">
<label for="key">Key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
