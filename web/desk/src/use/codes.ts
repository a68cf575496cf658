/// The code on a door. It says which household, and nothing about who lives there.
export const codeText = (household: string): string => `fx:h:${household}`;

/// The dark modules as one path, runs joined: about a fifth of the size of a rectangle for each.
export function codePath(modules: { size: number; data: ArrayLike<number | boolean> }): { size: number; path: string } {
  const { size, data } = modules;
  let path = '';
  for (let y = 0; y < size; ++y)
    for (let x = 0; x < size; ++x) {
      if (!data[y * size + x]) continue;
      const from = x;
      while (x + 1 < size && data[y * size + x + 1]) ++x;
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  return { size, path };
}
