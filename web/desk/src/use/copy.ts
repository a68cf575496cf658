/// Text to the clipboard. A county's own address is often plain http, where the browser offers no clipboard: there the old way is used.
export async function copyText(text: string): Promise<boolean> {
  if (isSecureContext && navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/// Rows as a spreadsheet takes them; a cell that would be read as a formula is made text, a line break or tab a space.
export const asSheet = (rows: string[][]): string =>
  rows.map((row) => row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).map((cell) => (/^[=+\-@]/.test(cell) && cell.length > 1 ? `'${cell}` : cell)).join('\t')).join('\n');
