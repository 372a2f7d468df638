import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly headings: readonly Heading[];
  /** The rows. */
  readonly children: ReactNode;
}

/** The heading of a column. */
export type Heading = string | { readonly title: string; readonly isNumber?: boolean; readonly isHidden?: boolean };

/** A table that scrolls sideways where the screen is too narrow, also by the keyboard. */
export function ScrollTable({ label, headings, children }: Props) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {headings.map((heading) => (
              <HeadingCell key={typeof heading === 'string' ? heading : heading.title} heading={heading} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function HeadingCell({ heading }: { heading: Heading }) {
  const { title, isNumber = false, isHidden = false } = typeof heading === 'string' ? { title: heading } : heading;
  return (
    <th scope="col" className={isNumber ? 'number' : undefined}>
      <span className={isHidden ? 'visually-hidden' : undefined}>{title}</span>
    </th>
  );
}
