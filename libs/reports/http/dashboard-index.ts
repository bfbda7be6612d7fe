import Handlebars from 'handlebars';
import { documents } from '../snapshot/document.ts';
import { strictOptions } from '../html/templates.ts';

const template = Handlebars.create().compile(
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Dashboards</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1c2429}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}a{color:inherit}</style></head>
<body><main><h1>Dashboards</h1>
{{#each programs}}<section><h2>{{id}}</h2><ul>
{{#each pages}}<li><a href="{{href}}">{{title}}</a>: {{question}}</li>
{{/each}}</ul></section>
{{else}}<p>No program is defined yet.</p>
{{/each}}</main></body>
</html>
`,
  strictOptions,
);

/** A page that leads to every document of every program. */
export function dashboardIndex(programs: readonly string[]): string {
  return template({
    programs: programs.map((id) => ({
      id,
      pages: Object.entries(documents).map(([document, { title, question }]) => ({
        href: `/dashboards/${encodeURIComponent(id)}/${document}`,
        title,
        question,
      })),
    })),
  });
}
