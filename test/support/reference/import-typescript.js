import { registerHooks } from 'node:module';

/** Lets `node --import` run the project's TypeScript as it stands, in a process of its own: `./x.js` means `./x.ts`. */
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
});
