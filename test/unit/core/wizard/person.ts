import assert from 'node:assert/strict';
import {
  type Ask,
  answer,
  type Choice,
  type ConfirmQuestion,
  type Difference,
  type Entry,
  type InputQuestion,
  isNote,
  type Notice,
  type NoticeAction,
  type PickManyQuestion,
  type PickQuestion,
  type Reply,
  type Show,
  startOf,
  type Text,
} from '../../../../src/core/wizard/ask.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';

/** A value that is typed; a function does something first. */
export type Typed = string | (() => string);

/** What a person does at a question. */
export type Move =
  /** Chooses the row; where it is only read or cannot be chosen, the question goes on. */
  | { readonly kind: 'pick'; readonly label: string }
  /** Presses the button of a row. */
  | { readonly kind: 'button'; readonly label: string; readonly button: string }
  | { readonly kind: 'check'; readonly labels: readonly string[] }
  /** Types values one after the other until one is taken. */
  | { readonly kind: 'type'; readonly values: readonly Typed[] }
  | { readonly kind: 'enter' }
  /** Goes back, after typing or checking something. */
  | { readonly kind: 'back'; readonly typed?: string; readonly labels?: readonly string[] }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' };

export const pick = (label: string): Move => ({ kind: 'pick', label });
export const button = (label: string, name: string): Move => ({ kind: 'button', label, button: name });
export const check = (...labels: readonly string[]): Move => ({ kind: 'check', labels });
export const type = (...values: readonly Typed[]): Move => ({ kind: 'type', values });
/** Takes what stands there: the active row, the value, the checked boxes. */
export const enter: Move = { kind: 'enter' };
export const back: Move = { kind: 'back' };
export const typeAndGoBack = (typed: string): Move => ({ kind: 'back', typed });
export const checkAndGoBack = (...labels: readonly string[]): Move => ({ kind: 'back', labels });
export const cancel: Move = { kind: 'cancel' };
export const yes: Move = { kind: 'yes' };
export const no: Move = { kind: 'no' };

export interface SeenQuestion {
  readonly title: string;
  readonly page: string;
  /** Rows as `[group] label · description · detail`; of an input, its value. */
  readonly rows: readonly string[];
  readonly active?: string;
  readonly placeholder?: string;
}

/** Answers the wizard's questions as a script says, and keeps all that was shown. Fulfils the wizard's own interfaces. */
export class Person {
  readonly questions: SeenQuestion[] = [];
  readonly notices: {
    readonly severity: string;
    readonly text: string;
    readonly actions: readonly string[];
  }[] = [];
  readonly documents: { readonly name: string; readonly text: string }[] = [];
  readonly differences: Difference[] = [];
  readonly modals: { readonly message: string; readonly detail: readonly string[] }[] = [];
  readonly reports: string[] = [];
  readonly wrong: string[] = [];
  /** What was told of values that were taken. */
  readonly told: string[] = [];
  /** What stands in editors. */
  readonly open = new Set<string>();
  clipboard = '';
  /** Which button of a notice is pressed, if any. */
  onNotice: (text: string, actions: readonly string[]) => string | undefined = () => undefined;
  /** Called with every report of progress; may abort. */
  onReport: (text: string, cancel: () => void) => void = () => {};
  readonly #moves: Move[];
  readonly #following: Promise<unknown>[] = [];
  readonly #actions: (readonly NoticeAction[])[] = [];

  constructor(moves: readonly Move[]) {
    this.#moves = [...moves];
  }

  /** Waits for what notices set off, and asserts that every move was made. */
  async isDone(): Promise<void> {
    for (let next = this.#following.shift(); next; next = this.#following.shift()) {
      await next;
    }
    assert.deepEqual(this.#moves, [], 'moves that were never asked for');
  }

  /** Presses a button of a notice that still stands there. */
  async press(notice: number, label: string): Promise<void> {
    const action = this.#actions[notice]?.find(one => english(one.label) === label);
    assert.ok(action, `no button ${label}`);
    await action.run();
  }

  /** Everything a person could have read, as one text. */
  get everythingSeen(): string {
    return JSON.stringify([
      this.questions,
      this.notices,
      this.documents,
      this.differences,
      this.modals,
      this.reports,
      this.wrong,
      this.told,
      this.clipboard,
    ]);
  }

  readonly ask: Ask = {
    pick: question => this.#pick(question),
    pickMany: question => this.#pickMany(question),
    input: question => this.#input(question),
    confirm: async question => this.#confirm(question),
  };

  readonly show: Show = {
    reading: async (title, read) => this.show.progress(title, ({ signal }) => read(signal)),
    progress: async (title, work) => {
      const cancelling = new AbortController();
      const seen = (text: string) => {
        this.reports.push(text);
        this.onReport(text, () => cancelling.abort());
      };
      seen(english(title));
      return work({ signal: cancelling.signal, report: text => seen(english(text)) });
    },
    notice: notice => this.#notice(notice),
    difference: async difference => {
      this.differences.push(difference);
      return this.#opened(difference.name);
    },
    say: inEnglish,
    document: async (name, text) => {
      this.documents.push({ name, text });
      return this.#opened(name);
    },
    copy: async text => {
      this.clipboard = text;
    },
    openAddress: async () => {},
  };

  #opened(name: string): () => Promise<void> {
    this.open.add(name);
    return async () => void this.open.delete(name);
  }

  async #pick<T>(question: PickQuestion<T>): Promise<Reply<T>> {
    let choices = question.choices;
    await question.feed?.(shown => {
      choices = shown;
    }, new AbortController().signal);
    this.#saw(question, choices.map(rowText), english(question.placeholder), question.active);
    for (;;) {
      const move = this.#next(question.title);
      if (move.kind === 'back' || move.kind === 'cancel') {
        return { kind: move.kind };
      }
      if (move.kind === 'button') {
        const pressed = this.#chosen(pick(move.label), choices, undefined).buttons?.find(
          ({ label }) => english(label) === move.button,
        );
        assert.ok(pressed, `no button ${move.button} at ${move.label}`);
        if ('value' in pressed) {
          return answer(pressed.value);
        }
        await pressed.run();
        continue;
      }
      const choice = this.#chosen(move, choices, question.active);
      if (choice.value !== undefined) {
        return answer(choice.value);
      }
      await choice.onAccept?.();
    }
  }

  #chosen<T>(move: Move, choices: readonly Choice<T>[], active: string | undefined): Choice<T> {
    const found =
      move.kind === 'enter'
        ? startOf(choices, active)
        : move.kind === 'pick'
          ? choices.find(({ label }) => english(label) === move.label)
          : assert.fail(`a pick is no place for ${move.kind}`);
    return found ?? assert.fail(`no row ${JSON.stringify(move)} in\n${choices.map(rowText).join('\n')}`);
  }

  async #pickMany<T>(question: PickManyQuestion<T>): Promise<Entry<readonly T[]>> {
    this.#saw(
      question,
      question.choices.map(choice => `${choice.picked ? '[x]' : '[ ]'} ${rowText(choice)}`),
    );
    const move = this.#next(question.title);
    if (move.kind === 'cancel') {
      return { kind: move.kind };
    }
    const labels = move.kind === 'check' || move.kind === 'back' ? move.labels : undefined;
    const chosen = question.choices
      .filter(({ label, picked }) => labels?.includes(english(label)) ?? picked)
      .flatMap(({ value }) => (value === undefined ? [] : [value]));
    return move.kind === 'back' ? { kind: 'back', entered: chosen } : answer(chosen);
  }

  async #input(question: InputQuestion): Promise<Entry<string>> {
    this.#saw(question, [question.value]);
    const move = this.#next(question.title);
    if (move.kind === 'back') {
      return { kind: 'back', entered: move.typed ?? question.value };
    }
    if (move.kind === 'cancel') {
      return { kind: move.kind };
    }
    const values = move.kind === 'type' ? move.values : [question.value];
    for (const typed of values) {
      const value = typeof typed === 'string' ? typed : typed();
      const wrong = await question.check(value, new AbortController().signal);
      if (isNote(wrong)) {
        this.told.push(english(wrong.note));
      }
      if (wrong === undefined || isNote(wrong)) {
        return answer(value);
      }
      this.wrong.push(english(wrong));
    }
    return assert.fail(`nothing that was typed is taken: ${this.wrong.join(' | ')}`);
  }

  #confirm({ message, detail }: ConfirmQuestion): boolean {
    this.modals.push({ message: english(message), detail: detail.map(english) });
    return this.#next(message).kind === 'yes';
  }

  async #notice({ severity, text, actions = [] }: Notice): Promise<void> {
    const labels = actions.map(({ label }) => english(label));
    this.notices.push({ severity, text: english(text), actions: labels });
    this.#actions.push(actions);
    const pressed = this.onNotice(english(text), labels);
    if (pressed !== undefined) {
      const action = actions[labels.indexOf(pressed)];
      assert.ok(action, `no button ${pressed} in ${labels.join(', ')}`);
      const following = Promise.resolve(action.run());
      this.#following.push(following);
      await following;
    }
  }

  #next(title: Text): Move {
    return this.#moves.shift() ?? assert.fail(`no move left at the question "${english(title)}"`);
  }

  #saw(
    { title, page }: Pick<PickQuestion<unknown>, 'title' | 'page'>,
    rows: readonly string[],
    placeholder = '',
    active?: string,
  ): void {
    this.questions.push({
      title: english(title),
      page: page ? `${page.number}/${page.total}${page.canGoBack ? ' back' : ''}` : '',
      rows,
      ...(active !== undefined && { active }),
      ...(placeholder !== '' && { placeholder }),
    });
  }
}

/** Looks at the details once: the notice of what did not end well comes again. */
export function detailsOnce(): Person['onNotice'] {
  let areSeen = false;
  return (_, actions) => {
    if (areSeen || !actions.includes('Show Details')) {
      return undefined;
    }
    areSeen = true;
    return 'Show Details';
  };
}

export function english(text: Text): string {
  if (typeof text === 'string') {
    return text;
  }
  return 'text' in text
    ? inEnglish(text)
    : text.map(part => (typeof part === 'string' ? part : inEnglish(part))).join(' · ');
}

/** The headings of rows, in their order. */
export function headings(rows: readonly string[]): readonly string[] {
  return [...new Set(rows.flatMap(row => /^\[(.+?)\]/.exec(row)?.[1] ?? []))];
}

function rowText({ group, label, description, detail }: Choice<unknown>): string {
  const parts = [label, description, detail].flatMap(text => (text === undefined ? [] : [english(text)]));
  const row = parts.filter(text => text !== '').join(' · ');
  return group === undefined ? row : `[${english(group)}] ${row}`;
}
