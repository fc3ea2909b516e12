import { accentRules } from "./colour";
import { Api, Refused } from "./api";
import { calendar } from "./calendar";
import { Conversation } from "./conversation";
import { download } from "./download";
import { el, unseen } from "./dom";
import { Memory } from "./memory";
import type { Options } from "./options";
import { Outbox } from "./outbox";
import { Session } from "./session";
import { chime } from "./sound";
import styles from "./styles.css";
import { Tabs } from "./tabs";
import type { Config, Dates, Entry, Language, Message, Rating } from "./types";
import { Launcher } from "./view/launcher";
import { Log } from "./view/log";
import { Panel } from "./view/panel";
import { Screen } from "./view/screen";
import { Welcome } from "./view/welcome";
import { interfaceLanguage, spoken, Words, type Key } from "./words";

const LONG = 20_000; // milliseconds

type Said = Omit<Entry, "id" | "at">;

/** The whole widget: puts the parts together and decides what happens when the visitor does something. */
export class Chat {
  readonly #host: HTMLElement;
  readonly #options: Options;
  readonly #gone = new AbortController();
  readonly #memory: Memory;
  readonly #api: Api;
  readonly #words: Words;
  readonly #conversation: Conversation;
  readonly #session: Session;
  readonly #outbox: Outbox;
  readonly #tabs: Tabs;
  readonly #launcher: Launcher;
  readonly #panel: Panel;
  readonly #welcome: Welcome;
  readonly #screen: Screen;
  readonly #soundItem: HTMLButtonElement;
  #saveItem: HTMLButtonElement | undefined;
  #config: Config;
  #opener: HTMLElement | undefined;
  #lostTimer = 0;
  #hidden = 0;
  #live = false;
  #newest: Message | undefined;
  #drawing = false;

  constructor(host: HTMLElement, root: ShadowRoot, options: Options) {
    this.#host = host;
    this.#options = options;
    const name = `conference-chat ${options.server} `;
    this.#memory = new Memory(name);
    this.#api = new Api(options.server);
    this.#tabs = new Tabs(name);
    this.#words = new Words(this.#firstLanguage(), options.text);
    this.#conversation = new Conversation(this.#memory);
    const language = (): string => spoken(this.#words.language);
    this.#session = new Session(this.#api, this.#memory, this.#conversation, this.#tabs, language);
    this.#outbox = new Outbox(this.#api, this.#conversation, this.#session, this.#tabs, language);
    this.#config = this.#memory.get("config") ?? {};

    this.#welcome = new Welcome(this.#words, (question) => this.#submit({ text: question, shown: question }));
    const log = new Log(this.#conversation, this.#words, this.#logActs(), options.dial, this.#welcome.node);
    this.#panel = new Panel(this.#words, log, this.#panelActs(), options);
    this.#launcher = new Launcher(this.#words, options.launcher, () => this.show(!this.#panel.open));
    this.#screen = new Screen(host, this.#panel.node, this.#gone.signal);
    this.#soundItem = this.#fillMenu();
    root.append(this.#launcher.node, this.#launcher.status, this.#panel.node);
    this.#style(root);
    this.#configure(this.#config);
    this.#conversation.onChange((message) => this.#changed(message));
    this.#listen();
    this.#start();
  }

  // What the page may ask for (element.ts)

  get language(): Language {
    return this.#words.language;
  }

  /** Switches the interface, keeps the choice, and tells the assistant. */
  speak(language: Language): void {
    if (language === this.#words.language) return;
    this.#memory.set("language", language);
    this.#words.language = language;
    this.#changed();
    const { token } = this.#session;
    if (token) void this.#api.speak(token, spoken(language)).catch((error: unknown) => this.#failed(error, token));
    this.#emit("language", { language });
  }

  /** Opens or closes the chat. opener: what gets the focus back; focus: whether the focus goes into the chat. */
  show(open: boolean, opener?: HTMLElement, focus = true): void {
    if (open === this.#panel.open) return;
    if (open) this.#opener = opener;
    else this.#panel.sheet.close();
    this.#panel.menu.show(false);
    this.#panel.node.hidden = !open;
    this.#host.toggleAttribute("open", open);
    this.#remember(open);
    this.#screen.show(open);
    if (open) this.#opened(focus);
    else (this.#opener ?? this.#launcher.node).focus();
    this.#changed();
    this.#emit(open ? "open" : "close");
  }

  /** Opens the chat and asks a question, after the privacy notice where that is due. */
  ask(question: string, opener?: HTMLElement): void {
    this.show(true, opener);
    this.#submit({ text: question, shown: question });
  }

  /** Lets go of everything; nothing works afterwards. */
  end(): void {
    this.#gone.abort();
    this.#session.leave();
    this.#screen.show(false);
    this.#tabs.close();
  }

  // Sending

  /** Sends, after the visitor has agreed to the privacy notice. */
  #submit(said: Said): void {
    if (this.#memory.get("agreed")) return this.#send(said);
    const { privacy = {} } = this.#config;
    const say = (key: Key, values = {}): string => this.#words.say(key, values);
    const link = el("a", { href: this.#privacyAddress(), target: "_blank", rel: "noopener" }, say("privacy"), unseen(say("newTab")));
    const kept = privacy.days ? say("kept", { n: privacy.days }) : say("keptUnknown");
    this.#panel.sheet.ask(say("before"), [say("purpose"), kept, say("sensitive"), link], [
      { label: say("agree"), kind: "fill", act: () => this.#agree(said) },
      { label: say("notNow"), kind: "plain", act: () => (this.#panel.composer.text = said.text ?? "") },
    ]);
  }

  #agree(said: Said): void {
    this.#memory.set("agreed", true);
    this.#send(said);
  }

  #send(said: Said): void {
    if (said.text !== undefined && said.text === this.#panel.composer.text) this.#panel.composer.text = "";
    this.#outbox.add(said);
    this.#panel.log.toEnd();
    this.#goOn();
  }

  /** Focus goes to where the next message is written; on small screens that would open the keyboard over the answer. */
  #goOn(): void {
    const { composer, log } = this.#panel;
    if (!this.#screen.full) composer.field.focus();
    else if (!composer.field.matches(":focus")) log.node.focus();
  }

  #logActs(): ConstructorParameters<typeof Log>[2] {
    return {
      choose: ({ token, title }) => this.#submit({ button: token, shown: title }),
      rate: (message, rating, reason) => this.#rate(message, rating, reason),
      keep: (dates) => this.#keep(dates),
      retry: () => this.#again(),
      discard: (id) => {
        this.#conversation.leave(id);
        this.#changed();
      },
    };
  }

  #panelActs(): ConstructorParameters<typeof Panel>[2] {
    return {
      send: (text) => this.#submit({ text, shown: text }),
      close: () => this.show(false),
      switchLanguage: () => this.speak(this.#words.language === "en" ? this.#chinese() : "en"),
    };
  }

  // The menu

  #fillMenu(): HTMLButtonElement {
    const { menu } = this.#panel;
    menu.add("person", "human", () => this.#submit({ human: true, shown: this.#words.say("human") }));
    this.#saveItem = menu.add("save", "download", () => void this.#transcript());
    const sound = menu.add("bell", "sound", () => this.#toggleSound());
    const state = el("span", { class: "state" });
    sound.append(state);
    this.#words.bind(() => (state.textContent = this.#words.say(this.#memory.get("sound") ? "on" : "off")));
    menu.add("bin", "erase", () => this.#askErase());
    return sound;
  }

  #toggleSound(): void {
    const on = !this.#memory.get("sound");
    this.#memory.set("sound", on);
    const state = this.#soundItem.querySelector(".state");
    if (state) state.textContent = this.#words.say(on ? "on" : "off");
    this.#panel.say(`${this.#words.say("sound")}: ${this.#words.say(on ? "on" : "off")}`);
    if (on) chime();
  }

  async #transcript(): Promise<void> {
    const { token } = this.#session;
    if (!token) return;
    try {
      download(await this.#api.transcript(token), `${new Date().toISOString().slice(0, 10)}.txt`);
    } catch (error) {
      this.#failed(error, token);
    }
  }

  #askErase(): void {
    const say = (key: Key): string => this.#words.say(key);
    this.#panel.sheet.ask(say("eraseAsk"), [say("eraseMore")], [
      { label: say("eraseNow"), kind: "danger", act: () => void this.#erase() },
      { label: say("cancel"), kind: "plain", act: () => undefined },
    ]);
  }

  async #erase(): Promise<void> {
    const { token } = this.#session;
    try {
      if (token) await this.#api.erase(token);
    } catch (error) {
      return this.#failed(error, token);
    }
    this.#session.erased();
    this.#goOn();
  }

  async #rate(message: Message, rating: Rating | null, reason?: string): Promise<void> {
    const { token } = this.#session;
    if (!token) return;
    try {
      await this.#api.rate(token, message.number, rating, reason);
    } catch (error) {
      this.#failed(error, token);
      throw error;
    }
    message.feedback = rating;
    if (rating === "up" || reason) this.#panel.say(this.#words.say("thanks"));
  }

  #keep(dates: Dates): void {
    const file = calendar(dates, location.href, new Date());
    download(new Blob([file], { type: "text/calendar;charset=utf-8" }), `${dates.start}.ics`);
  }

  #failed(error: unknown, token: string | undefined): void {
    if (error instanceof Refused && error.status === 401 && token) this.#session.refused(token);
    else this.#panel.say(this.#words.say("failed"));
  }

  // What happens by itself

  #start(): void {
    if (this.#session.token || this.#conversation.pending.length) void this.#load();
    void this.#session.connect();
    if (this.#conversation.pending.length) this.#outbox.drain();
    if (!this.#screen.full && (this.#options.open || this.#wasOpen())) this.show(true, undefined, false);
    this.#changed();
  }

  #listen(): void {
    const { signal } = this.#gone;
    this.#memory.onChange((key) => this.#elsewhere(key), signal);
    addEventListener("online", () => this.#again(), { signal });
    addEventListener("offline", () => this.#changed(), { signal });
    addEventListener("pagehide", () => this.#session.leave(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#again(), { signal });
    document.addEventListener("visibilitychange", () => this.#turned(), { signal });
    const page = new MutationObserver(() => this.speak(interfaceLanguage(document.documentElement.lang) ?? this.language));
    page.observe(document.documentElement, { attributeFilter: ["lang"] });
    signal.addEventListener("abort", () => page.disconnect());
  }

  /** Connects and sends now, rather than after a pause. */
  #again(): void {
    this.#session.again();
    this.#outbox.drain();
    this.#changed();
  }

  /** The tab was hidden or shown. A connection that nobody watched for long may be dead. */
  #turned(): void {
    if (document.hidden) this.#hidden = Date.now();
    else if (Date.now() - this.#hidden > LONG) this.#again();
    else void this.#session.connect();
    this.#changed();
  }

  /** Another tab has changed what is kept. */
  #elsewhere(key: string | undefined): void {
    if (key === "visit" || key === undefined) void this.#session.elsewhere();
    const language = this.#memory.get("language");
    if (key === "language" && language) this.#words.language = language;
    this.#changed();
  }

  /** Something has changed, and is shown soon: what comes in one go is shown in one go. message: came just now. */
  #changed(message?: Message): void {
    if (message?.direction === "out") this.#came(message);
    this.#newest = message ?? this.#newest;
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  #draw(): void {
    const conversation = this.#conversation;
    const panel = this.#panel;
    const newest = this.#newest;
    this.#drawing = false;
    this.#newest = undefined;
    if (panel.open && !document.hidden) conversation.see();
    if (newest && this.#old(newest)) panel.log.quietly(() => panel.log.render(newest));
    else panel.log.render(newest);
    this.#welcome.suggest(!conversation.messages.size && !conversation.pending.length);
    this.#launcher.update(panel.open, conversation.unread);
    panel.typing = conversation.typing;
    if (this.#saveItem) this.#saveItem.hidden = !this.#session.token;
    this.#showState();
    const live = conversation.link === "live";
    if (live && !this.#live) this.#outbox.drain();
    this.#live = live;
  }

  /** A message that is shown again, not one that has just been said. */
  #old({ number }: Message): boolean {
    return number <= (this.#memory.get("visit")?.last ?? 0);
  }

  #came(message: Message): void {
    const { number, author } = message;
    this.#emit("message", { number, author, unread: this.#conversation.unread });
    if (!this.#old(message) && this.#memory.get("sound") && (!this.#panel.open || document.hidden)) chime();
  }

  #showState(): void {
    const { link, owner, wait } = this.#conversation;
    const key = this.#stateKey();
    if (link === "lost" && navigator.onLine) {
      this.#lostTimer ||= setTimeout(() => this.#panel.state(this.#stateKey()), 1500);
      return;
    }
    clearTimeout(this.#lostTimer);
    this.#lostTimer = 0;
    this.#panel.state(key ?? { bot: undefined, queued: "queued" as const, staff: "owned" as const, closed: "closed" as const }[owner]);
    if (wait && !key) this.#panel.say(this.#words.say("busy", { n: wait }));
  }

  #stateKey(): Key | undefined {
    if (!navigator.onLine) return "offline";
    return this.#conversation.link === "lost" ? "reconnecting" : undefined;
  }

  #opened(focus: boolean): void {
    void this.#load();
    this.#panel.log.toEnd();
    if (!focus) return;
    if (this.#screen.full) this.#panel.node.querySelector("h2")?.focus();
    else this.#panel.composer.field.focus();
  }

  async #load(): Promise<void> {
    try {
      this.#configure(await this.#api.config());
      this.#memory.set("config", this.#config);
    } catch {
      // what is kept, or nothing, does until the next time
    }
  }

  #configure(config: Config): void {
    this.#config = config;
    this.#welcome.configure(config);
    this.#panel.composer.limit = config.limits?.message ?? 1000;
    this.#panel.privacy.href = this.#privacyAddress();
  }

  #privacyAddress(): string {
    return new URL(this.#config.privacy?.url ?? "privacy", this.#options.server).href;
  }

  // Languages, colours, and what the page is told

  #firstLanguage(): Language {
    const page = interfaceLanguage(document.documentElement.lang);
    return this.#memory.get("language") ?? this.#options.language ?? page ?? interfaceLanguage(navigator.language) ?? "en";
  }

  /** The Chinese to switch to. */
  #chinese(): Language {
    const known = [document.documentElement.lang, ...navigator.languages].map(interfaceLanguage);
    return known.find((language) => language !== "en" && language !== undefined) ?? "zh";
  }

  #style(root: ShadowRoot): void {
    const { color, theme, position, offset, layer } = this.#options;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${styles}${color ? accentRules(color) : ""}:host{--side:${offset[0]}px;--bottom:${offset[1]}px;--layer:${layer}}`);
    root.adoptedStyleSheets = [sheet];
    this.#host.setAttribute("theme", theme);
    this.#host.setAttribute("position", position);
  }

  #emit(name: string, detail: Record<string, unknown> = {}): void {
    this.#host.dispatchEvent(new CustomEvent(`chat-${name}`, { bubbles: true, composed: true, detail }));
  }

  /** The chat stays open from page to page, as long as the tab lives. On small screens it would hide the page. */
  #remember(open: boolean): void {
    try {
      sessionStorage.setItem("conference-chat open", String(open));
    } catch {
      // then it is closed on the next page
    }
  }

  #wasOpen(): boolean {
    try {
      return sessionStorage.getItem("conference-chat open") === "true";
    } catch {
      return false;
    }
  }
}
