import { registerHooks } from 'node:module';

/** Lets `node --import` run the project's TypeScript directly: it resolves `./x.js` to `./x.ts`. */
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
});
