// Stands in for the native module `@vscode/spdlog` in the served VS Code, where nothing is compiled: with it, output
// channels have something to show. The same functions, in plain JavaScript, for files alone and without rotation.

const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #path;
  #level = 2;
  #plain = false;
  #pending = [];
  #timer;

  constructor(_type, _name, path) {
    this.#path = path;
  }

  trace = message => this.#log(0, message);
  debug = message => this.#log(1, message);
  info = message => this.#log(2, message);
  warn = message => this.#log(3, message);
  error = message => this.#log(4, message);
  critical = message => this.#log(5, message);

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  /** VS Code knows one pattern: time, level, message. */
  setPattern() {
    this.#plain = false;
  }

  clearFormatters() {
    this.#plain = true;
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#pending.join('');
    this.#pending = [];
    try {
      if (text !== '') appendFileSync(this.#path, text);
    } catch {
      // A folder that is gone at the end of a test takes its logs along.
    }
  }

  drop() {
    this.flush();
  }

  #log(level, message) {
    if (level < this.#level) return;
    this.#pending.push(this.#plain ? message : `${localTime(new Date())} [${levels[level]}] ${message}\n`);
    this.#timer ??= setTimeout(() => this.flush(), 50);
  }
}

function localTime(date) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').slice(0, -1);
}

async function createLogger(name, path) {
  mkdirSync(dirname(path), { recursive: true });
  return new Logger('rotating', name, path);
}

// One by one: VS Code imports this as an ES module, and only such exports have a name there.
exports.version = 11100;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
