export function StoresPage() {
  return <p>x</p>;
}
