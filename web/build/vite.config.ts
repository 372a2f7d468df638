import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { checkedSize } from './checked-size.js';
import { precompressed } from './precompressed.js';
import { rulesPage } from './rules-page.js';

const inProject = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** The API that the development server of Vite sends requests to. */
const API = `http://127.0.0.1:${process.env.PORT ?? '3000'}`;

const API_PATHS =
  '^/(now|stores|groups|targets|closures|calendar|reports|imports|polls|schedules|keys|sessions?|audit|health|docs|openapi\\.json|openapi\\.yaml|ws)(/|$|\\?)';

export default defineConfig({
  root: inProject('web'),
  base: '/ui/',
  publicDir: 'public',
  oxc: { jsx: { runtime: 'automatic' } },
  plugins: [rulesPage(inProject('docs/rules.md')), checkedSize(), precompressed()],
  build: {
    outDir: inProject('dist/page'),
    emptyOutDir: true,
    // The Content-Security-Policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      output: {
        // What every page needs in one file: many small ones compress worse. The virtual table is needed by a few pages only.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](?!.*virtual))/ },
          ],
        },
      },
      onLog(level, log, report) {
        // Packages of React say in each module that it is for a client: so are all of these.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  server: { proxy: { [API_PATHS]: { target: API, ws: true } } },
});
