import type { Problem, Uploaded } from '../../api/types.gen.js';

/** Sends files to be imported. fetch does not say how much was sent, so this is the older interface. */
export async function sendFiles(files: readonly File[], onProgress: (share: number) => void): Promise<Uploaded> {
  const body = new FormData();
  for (const file of files) body.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response as Uploaded);
      // As the generated client does.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      else reject(request.response as Problem);
    });
    request.addEventListener('error', () => reject(new TypeError('the connection was lost')));
    request.open('POST', '/imports');
    request.send(body);
  });
}
