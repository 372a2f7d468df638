/**
 * A page that moves on by itself. A redirect would not do: the browser comes from another site, and sends a cookie that is
 * `SameSite=Strict` only with what a page of this one requests.
 */
export function arrivalPage(path: string): string {
  const url = path.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Storelight</title>
<meta http-equiv="refresh" content="0; url=${url}">
<p>You are logged in. <a href="${url}">Continue</a></p>
</html>
`;
}
