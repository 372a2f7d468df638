import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { isProblem } from '../parts/problem/problem.js';
import { Loading } from '../parts/problem/loading.js';
import { ProblemNote } from '../parts/problem/problem-note.js';
import { sessionQuery } from '../session/session.js';
import { Account } from './account.js';
import { ConnectionBanner } from './connection-banner.js';
import { lazy, Suspense, type ReactNode } from 'react';
import { Navigation } from './navigation.js';
import { VIEWER_ZONE } from '../parts/format/instant.js';
import './shell.css';

const LogInPage = lazy(() => import('../pages/log-in/log-in-page.js'));
const UploadOnly = lazy(() => import('../pages/data/upload-only.js'));

/** What is around every page. Before one is known, the log-in is instead. */
export function Shell() {
  const session = useQuery(sessionQuery);
  const isRefused = isProblem(session.error) && session.error.status === 401;
  if (isRefused) return <Alone page={<LogInPage />} />;
  if (session.data === undefined) {
    return (
      <main className="shell-main">
        {session.failureCount > 0 ? <ProblemNote error={session.failureReason} /> : <Loading />}
      </main>
    );
  }
  if (!session.data.holds.includes('reader')) return <Alone page={<UploadOnly />} />;
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <header className="shell-header">
        <Link to="/" className="brand">
          <img src="/ui/icon.svg" width="24" height="24" alt="" /> Storelight
        </Link>
        <Navigation />
        <Account />
      </header>
      <ConnectionBanner />
      <main id="main" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="shell-footer no-print">
        Your time zone is {VIEWER_ZONE}. <a href="/ui/rules.html">The rules of the numbers</a> ·{' '}
        <a href="/docs">The API</a>
      </footer>
    </>
  );
}

/** A page without what is around the others. */
function Alone({ page }: { page: ReactNode }) {
  return <Suspense fallback={<Loading />}>{page}</Suspense>;
}
