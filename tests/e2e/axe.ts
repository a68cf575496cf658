/// WCAG 2.2 AA as a test: what axe-core finds on a page as it stands.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/// One line for each rule a node breaks: "color-contrast: main > p (3.9:1 …)". An accessible page gives an empty list.
export async function faults(page: Page): Promise<string[]> {
  // Through the debugger's own evaluation: the content security policy of the pages allows no foreign script.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const found = (await page.evaluate((only) => (globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<AxeResults> } }).axe.run(document, { runOnly: only, resultTypes: ['violations'] }), tags)) as AxeResults;
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1, 2).join('').trim() ?? ''}`));
}
