import { Link } from '@tanstack/react-router';

/** The pages that one may open. */
export function Navigation() {
  return (
    <nav className="shell-nav" aria-label="Pages">
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
        Now
      </Link>
      <Link to="/stores">Stores</Link>
      <Link to="/calendar">Calendar</Link>
      <Link to="/reports">Reports</Link>
      <Link to="/data">Data</Link>
      <Link to="/access">Access</Link>
    </nav>
  );
}
