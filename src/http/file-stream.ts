import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A file that is generated while it is sent. */
export interface FileStream {
  /** The file name under which clients save it. */
  readonly name: string;
  readonly mediaType: string;
  readonly content: Readable;
}

/**
 * Answers with a file as fast as the client takes it. An error in the middle breaks the response off; a client that goes away
 * ends the generation.
 */
export async function sendFileStream(reply: FastifyReply, { name, mediaType, content }: FileStream): Promise<void> {
  await reply.type(mediaType).header('content-disposition', `attachment; filename="${name}"`).send(content);
}
