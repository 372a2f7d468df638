import { Dialog, useDialog } from './dialog.js';

/** A button for what can't be undone: it asks first. `subject` tells buttons of the same name apart. */
export function ConfirmButton(props: { label: string; subject: string; question: string; onConfirm: () => void }) {
  const { label, subject, question, onConfirm } = props;
  const dialog = useDialog();
  const confirm = () => {
    dialog.close();
    onConfirm();
  };
  return (
    <>
      <button type="button" className="danger" onClick={dialog.open}>
        {label}
        <span className="visually-hidden"> {subject}</span>
      </button>
      <Dialog dialog={dialog} title={`${label}?`}>
        <p>{question}</p>
        <div className="row">
          <button type="button" className="danger" onClick={confirm}>
            {label}
          </button>
          <button type="button" onClick={dialog.close}>
            Keep it
          </button>
        </div>
      </Dialog>
    </>
  );
}
