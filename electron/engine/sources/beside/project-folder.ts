/** The name of the folder that the client keeps a project's transcripts in. One way only: a name is never decoded. Pure. */

const longest = 200;

/** Per UTF-16 unit, as the client does; a long name is cut and ends in a hash of the whole path. */
export function projectFolderName(cwd: string): string {
  const name = cwd.replace(/[^a-zA-Z0-9]/g, '-');
  if (name.length <= longest) return name;
  let hash = 0;
  for (let at = 0; at < cwd.length; at++) hash = ((hash << 5) - hash + cwd.charCodeAt(at)) | 0;
  return `${name.slice(0, longest)}-${Math.abs(hash).toString(36)}`;
}
