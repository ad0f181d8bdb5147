/** Words of commands that a person will paste into a shell: quoted, or refused where what is seen is not what would run. Pure. */

const plain = /^[A-Za-z0-9_./:=@+,%{}~^-]+$/;
/** Controls, directions, invisible characters and halves of characters: a reader cannot see what they do. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff]/;

/** One word for a POSIX shell, or null for a text that must not stand in a command. */
export function shellWord(text: string): string | null {
  if (text === '' || text.startsWith('-') || unseen.test(text)) return null;
  return plain.test(text) && !text.startsWith('~') && !/[{}]/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
