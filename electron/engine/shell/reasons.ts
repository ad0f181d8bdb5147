/** The words in which the reader of commands says what it could not read, or what a command hides. Rules match on them. */
export const reasons = {
  incomplete: 'The command is only partially read',
  tooLong: 'The command is longer than 65,536 characters and only its start is read',
  tooLarge: 'The command has more parts than are read',
  depth: 'Commands are nested deeper than 8 levels',
  dynamicCommand: 'The name of the program is known only at run time',
  builtCommand: 'The name of the program is put together from variables',
  dynamicCode: 'The code that runs is known only at run time',
  quotedName: 'The name of the program is broken up by quotes or backslashes',
  braceCommand: 'The command is written as a brace list',
  ansiName: 'The name of the program is written in character codes',
  globName: 'The name of the program is written as a pattern',
  fieldSeparator: 'Words are separated by the field separator variable',
  escapedCode: 'Code is written in character codes',
  selfCall: 'A function calls itself in the background',
  powershell: 'PowerShell is not parsed',
} as const;
