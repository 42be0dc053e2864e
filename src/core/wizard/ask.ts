import type { Message, Say } from '../wording/message.ts';

/** A sentence to translate, a name shown unchanged, or several of them in a row. */
export type Text = Message | string | readonly (Message | string)[];

/** Going back and giving up are ordinary answers. */
export type Reply<T> = { readonly kind: 'answer'; readonly value: T } | Leaving;

export type Leaving = { readonly kind: 'back' } | { readonly kind: 'cancel' };

/** Whoever goes back leaves what was entered by then, which nobody has checked. */
export type Entry<T, E = T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back'; readonly entered: E }
  | { readonly kind: 'cancel' };

/** What the wizard asks a person. It knows nothing of what the answers are for. */
export interface Ask {
  pick<T>(question: PickQuestion<T>): Promise<Reply<T>>;
  pickMany<T>(question: PickManyQuestion<T>): Promise<Entry<readonly T[]>>;
  input(question: InputQuestion): Promise<Entry<string>>;
  /** A modal; true when the person said yes. */
  confirm(question: ConfirmQuestion): Promise<boolean>;
}

/** What the wizard shows a person without asking. */
export interface Show {
  /** Waits for a reading. Progress is shown only if it takes a while, and can be cancelled. */
  reading<T>(title: Text, read: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Runs work under a progress notification that can be cancelled. */
  progress<T>(title: Text, work: (progress: ProgressReport) => Promise<T>): Promise<T>;
  /** Resolves when what the person chose is done, or the notice was dismissed. */
  notice(notice: Notice): Promise<void>;
  /** Two texts side by side in the diff editor, beneath what is being asked. */
  difference(difference: Difference): Promise<Close>;
  /** Puts a sentence into the language of the window, for a document. */
  readonly say: Say;
  /** A text that is not saved. The extension of `name` gives its language. */
  document(name: string, text: string): Promise<Close>;
  copy(text: string): Promise<void>;
  openAddress(address: string): Promise<void>;
}

/** Closes what was shown, unless the person has kept it. */
export type Close = () => Promise<unknown>;

export interface ProgressReport {
  readonly signal: AbortSignal;
  /** `share` is what part of the whole was done since the last report, in percent. */
  report(text: Text, share?: number): void;
}

export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: Text;
  readonly actions?: readonly NoticeAction[];
}

export interface NoticeAction {
  readonly label: Text;
  readonly run: () => unknown;
}

export interface Difference {
  readonly title: Text;
  /** Names the two documents. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The position of a question among the pages. */
export interface PageNumber {
  readonly number: number;
  readonly total: number;
  readonly canGoBack: boolean;
}

export interface PickQuestion<T> {
  readonly title: Text;
  readonly placeholder: Text;
  readonly page?: PageNumber;
  readonly choices: readonly Choice<T>[];
  /** ID of the choice to start at. */
  readonly active?: string | undefined;
  /** Reads choices while the question is open, and again when the person refreshes. The first it shows are those to start among. */
  readonly feed?: (show: (choices: readonly Choice<T>[]) => void, signal: AbortSignal) => Promise<void>;
}

/** One row. Rows with the same group follow each other under its heading. */
export interface Choice<T> {
  /** Equal ids mean the same row while the list grows. */
  readonly id: string;
  readonly group?: Text;
  readonly label: Text;
  readonly description?: Text;
  readonly detail?: Text;
  /** A codicon, and the id of its colour. */
  readonly icon?: string;
  readonly color?: string;
  /** Absent = cannot be chosen. */
  readonly value?: T;
  /** Why not; or what is shown when the row is accepted and the question goes on. */
  readonly onAccept?: () => unknown;
  readonly buttons?: readonly ChoiceButton<T>[];
  /** Stays while the person filters. */
  readonly always?: boolean;
}

/** The choice that a list starts at: the one that is wanted, or the first that can be chosen and does not lead elsewhere. */
export function startOf<T>(choices: readonly Choice<T>[], wanted: string | undefined): Choice<T> | undefined {
  const open = choices.filter(({ value }) => value !== undefined);
  return choices.find(({ id }) => id === wanted) ?? open.find(({ always }) => !always) ?? open[0];
}

/** Does something beside the question, or answers it. */
export type ChoiceButton<T> = { readonly icon: string; readonly label: Text } & (
  | { readonly run: () => unknown }
  | { readonly value: T }
);

export interface PickManyQuestion<T> {
  readonly title: Text;
  readonly placeholder: Text;
  readonly page?: PageNumber;
  readonly choices: readonly (Choice<T> & { readonly picked: boolean })[];
}

export interface InputQuestion {
  readonly title: Text;
  readonly prompt: Text;
  readonly value: string;
  /** What an answer looks like, shown while nothing is typed. */
  readonly example?: string;
  readonly page?: PageNumber;
  /** What is wrong with a value, or what is to know of it. Late answers for former values are dropped. */
  readonly check: (value: string, signal: AbortSignal) => Promise<Text | Note | undefined>;
}

/** A remark on a value that is accepted. */
export interface Note {
  readonly note: Text;
}

export function isNote(checked: Text | Note | undefined): checked is Note {
  return typeof checked === 'object' && 'note' in checked;
}

export interface ConfirmQuestion {
  readonly message: Text;
  /** A line each. */
  readonly detail: readonly Text[];
  readonly yes: Text;
}

export function answer<T>(value: T): { readonly kind: 'answer'; readonly value: T } {
  return { kind: 'answer', value };
}
