/** All keys in one list, by view. What is listed here works. */
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './keys-dialog.module.css';

const groups: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl+1', 'Overview'],
      ['Ctrl+2', 'Timeline'],
      ['Ctrl+3', 'Findings'],
      ['Ctrl+4', 'Posture'],
      ['Ctrl+5', 'Report'],
      ['Ctrl+F', 'Find in the input and output of each call'],
      ['F3', 'Next hit of the search; with Shift, the previous'],
      ['Ctrl+I', 'Files, hashes and what was read of each'],
      ['Ctrl+O', 'Open an evidence folder'],
      ['Ctrl+L', 'Open this machine, read-only'],
      ['Ctrl+E', 'Open the sample evidence'],
      ['Ctrl+Shift+K', 'Choices and policy'],
      ['Ctrl+Shift+P', 'Use a policy file'],
      ['M', 'Folders of the source machine and their repositories'],
      ['R', 'What the repositories hold: files against HEAD, lost work'],
      ['?', 'All keys'],
      ['Esc', 'Close, or cancel reading'],
    ],
  },
  {
    title: 'Overview',
    keys: [['N', 'Open the next finding'], ['D', 'Decide where the case goes'], ['1 … 6', 'Open what stands behind a step of the runbook']],
  },
  {
    title: 'Timeline',
    keys: [
      ['J K', 'Next, previous row'],
      ['[ ]', 'Previous, next human prompt'],
      ['N P', 'Next, previous finding'],
      ['U', 'Next unexplained or missing reflog entry; with Shift, the previous'],
      ['G', 'Follow the connector to the other lane'],
      ['/', 'Query'],
      ['F3', 'Next match; with Shift, the previous'],
      ['H', 'Filter or highlight'],
      ['I', 'Inspector'],
      ['Y', 'Copy provenance'],
    ],
  },
  {
    title: 'Findings',
    keys: [
      ['J K', 'Next, previous rule'],
      ['N P', 'Next, previous hit'],
      ['Left Right', 'Close, open a severity'],
      ['/', 'Words in the call'],
      ['Enter', 'Open the hit in the timeline'],
    ],
  },
  {
    title: 'Report',
    keys: [['Ctrl+S', 'Save the PDF']],
  },
];

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="All keys" onClose={onClose} wide>
      <div className={styles.columns}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className={styles.list}>
              {group.keys.map(([keys, does]) => (
                <div key={does}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.note}>Single letters rest while a text field has the focus.</p>
    </Dialog>
  );
}
