export function NowPage() {
  return <p>x</p>;
}
