import { Link } from '@tanstack/react-router';

export function NotFound() {
  return (
    <div className="note">
      <h1>There is no such page</h1>
      <p>
        <Link to="/">To the first page</Link>
      </p>
    </div>
  );
}
