/** Text as it is, in Markdown. Unlike `MarkdownString.appendText`, it leaves spaces as they are, so that lines can break. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}
