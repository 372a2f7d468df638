import { useId, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import './dialog.css';

export interface DialogControl {
  readonly element: RefObject<HTMLDialogElement | null>;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly onClose: () => void;
}

/** Opens and closes a `Dialog`. */
export function useDialog(): DialogControl {
  const element = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  return useMemo(
    () => ({
      element,
      isOpen,
      open: () => {
        setOpen(true);
        element.current!.showModal();
      },
      close: () => element.current!.close(),
      onClose: () => setOpen(false),
    }),
    [isOpen],
  );
}

/** A native modal dialog: it keeps the focus, and Escape closes it. What is in it exists only while it is open. */
export function Dialog({ dialog, title, children }: { dialog: DialogControl; title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <dialog ref={dialog.element} aria-labelledby={titleId} onClose={dialog.onClose}>
      {dialog.isOpen && (
        <>
          <h2 id={titleId}>{title}</h2>
          {children}
        </>
      )}
    </dialog>
  );
}
