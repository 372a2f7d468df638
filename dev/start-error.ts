/** `npm start` can't continue. The message says why and what to do; it is the last line of output. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
