import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** What a browser loads before it shows the first page: at most so much, compressed by gzip. */
const MAX_SCRIPT_BYTES = 120 * 1024;
const MAX_STYLE_BYTES = 12 * 1024;

type Bundle = Rolldown.OutputBundle;

/** Fails the build if the first load is too large. */
export function checkedSize(): Plugin {
  return {
    name: 'checked-size',
    apply: 'build',
    generateBundle(_options, bundle) {
      const { scripts, styles } = firstLoad(bundle);
      const sizes = { JavaScript: sizeOf(bundle, scripts), CSS: sizeOf(bundle, styles) };
      console.error(
        `first load, gzipped: ${kilobytes(sizes.JavaScript)} of JavaScript, ${kilobytes(sizes.CSS)} of CSS`,
      );
      for (const [kind, max] of [['JavaScript', MAX_SCRIPT_BYTES] as const, ['CSS', MAX_STYLE_BYTES] as const]) {
        if (sizes[kind] > max) {
          this.error(`The first load has ${kilobytes(sizes[kind])} of ${kind}; allowed are ${kilobytes(max)}.`);
        }
      }
    },
  };
}

/** The entry and all that it imports before it runs, with their styles. */
function firstLoad(bundle: Bundle): { scripts: Set<string>; styles: Set<string> } {
  const [scripts, styles] = [new Set<string>(), new Set<string>()];
  const add = (fileName: string) => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || scripts.has(fileName)) return;
    scripts.add(fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
    chunk.imports.forEach(add);
  };
  for (const [fileName, output] of Object.entries(bundle)) if (output.type === 'chunk' && output.isEntry) add(fileName);
  return { scripts, styles };
}

function sizeOf(bundle: Bundle, fileNames: Iterable<string>): number {
  let bytes = 0;
  for (const fileName of fileNames) {
    const output = bundle[fileName]!;
    bytes += gzipSync(output.type === 'chunk' ? output.code : output.source, { level: 9 }).length;
  }
  return bytes;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} kB`;
}
