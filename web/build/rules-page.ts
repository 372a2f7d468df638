import { readFileSync } from 'node:fs';
import { Marked, type Parser, type Tokens } from 'marked';
import type { Plugin } from 'vite';

/**
 * Makes `rules.html` of the rules in docs/, so that the page can link to the rule behind a number, wherever it runs. The heading
 * of rule 10 has the id `rule-10`.
 */
export function rulesPage(source: string): Plugin {
  return {
    name: 'rules-page',
    apply: 'build',
    buildStart() {
      this.addWatchFile(source);
    },
    generateBundle(_options, bundle) {
      const style = Object.keys(bundle).find((fileName) => fileName.endsWith('.css'));
      const html = document(readFileSync(source, 'utf8'), style);
      this.emitFile({ type: 'asset', fileName: 'rules.html', source: html });
    },
  };
}

function document(markdown: string, style: string | undefined): string {
  const marked = new Marked({ renderer: { heading, link } });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The uptime rules · Storelight</title>
<link rel="icon" href="/ui/icon.svg" type="image/svg+xml">
${style === undefined ? '' : `<link rel="stylesheet" href="/ui/${style}">`}
</head>
<body>
<main class="document">
<p><a href="/ui/">Storelight</a></p>
${marked.parse(markdown, { async: false })}
</main>
</body>
</html>
`;
}

const RULE = /^(\d+)\. /;

function heading({ depth, text, tokens }: Tokens.Heading): string {
  const rule = RULE.exec(text)?.[1];
  const id = rule === undefined ? text.toLowerCase().replace(/[^a-z0-9]+/g, '-') : `rule-${rule}`;
  const content = tokens.map((token) => ('text' in token ? String(token.text) : '')).join('');
  return `<h${depth} id="${id}">${content}</h${depth}>\n`;
}

/** Other documents are not served: of a link to one of them, the text is left. */
function link(this: { parser: Parser }, { href, tokens }: Tokens.Link): string {
  const text = this.parser.parseInline(tokens);
  return /^(#|https:)/.test(href) ? `<a href="${href}">${text}</a>` : text;
}
