/** Whether a path is a template that is another file at each run: it ties no two calls. */
export function isTemplate(path: string): boolean {
  return /X{6,}/.test(path);
}
