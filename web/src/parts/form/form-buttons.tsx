/** The end of a form: the button that sends it, and the one that leaves it. */
export function FormButtons(props: { submit: string; isPending: boolean; onCancel: () => void }) {
  const { submit, isPending, onCancel } = props;
  return (
    <div className="row">
      <button className="primary" disabled={isPending}>
        {submit}
      </button>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
