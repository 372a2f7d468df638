import { request } from 'node:http';
import { httpClient, type ApiResponse } from './http.js';
import { waitFor } from '../wait-for.js';

/** A file to upload: its name and its content. */
export type NamedContent = readonly [name: string, content: string | Buffer];

/** Uploads files as a browser or curl would. */
export async function upload(url: string, ...files: NamedContent[]): Promise<ApiResponse> {
  const form = new FormData();
  for (const [name, content] of files) form.append('file', new Blob([content]), name);
  const response = await fetch(`${url}/imports`, { method: 'POST', body: form });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** Uploads files and waits until the import of each has ended. */
export async function uploadAndWait(url: string, ...files: NamedContent[]): Promise<any[]> {
  const { status, text, body } = await upload(url, ...files);
  if (status !== 202) throw new Error(`not taken: ${text}`);
  return Promise.all(body.imports.map(({ importId }: { importId: string }) => importEnd(url, importId)));
}

export async function importEnd(url: string, importId: string): Promise<any> {
  return waitFor('the import to end', async () => {
    const { body } = await httpClient(url).get(`/imports/${importId}`);
    return body.status !== 'Running' && body;
  });
}

/** Sends a raw multipart body, then ends the request or closes the connection. */
export async function sendMultipart(url: string, body: string, then: 'end' | 'cut'): Promise<number | 'cut'> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/imports`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=cut' },
    });
    sent.on('response', (response) => resolve(response.resume().statusCode!));
    sent.on('error', (error) => (then === 'cut' ? resolve('cut') : reject(error)));
    sent.write(body, () => (then === 'end' ? sent.end() : setImmediate(() => sent.destroy())));
  });
}
