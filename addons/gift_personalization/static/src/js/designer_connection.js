import { browser } from "@web/core/browser/browser";

export const TYPING_DELAY_MS = 60;
export const ANSWER_LIMIT_MS = 15000;
export const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

/**
 * Asks the server for the picture: once after a short rest, the newest question only; again and
 * again while it cannot be reached.
 *
 * States: `idle`, `busy` (an answer is awaited) and `lost` (no connection; it is tried again).
 */
export class DesignerConnection {
    /**
     * @param {Object} hooks
     * @param {Function} hooks.ask - Returns the promise of an answer; it may have `abort`.
     * @param {Function} hooks.show - Takes the newest answer.
     * @param {Function} hooks.tell - Takes a new state.
     */
    constructor({ ask, show, tell }) {
        Object.assign(this, { ask, show, tell });
        this.sequence = 0;
        this.failures = 0;
        this.state = "idle";
    }

    setState(state) {
        if (this.state !== state) {
            this.state = state;
            this.tell(state);
        }
    }

    schedule(delay = TYPING_DELAY_MS) {
        if (this.state !== "lost") {
            this.state = "busy";
            this.tell("busy"); // the wait begins anew with each key
        }
        this.sequence++; // an answer under way does not know what was just entered
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.refresh(), delay);
    }

    /** Asks now; an answer that was overtaken by a newer question is not shown. */
    async refresh() {
        browser.clearTimeout(this.timer);
        const sequence = ++this.sequence;
        if (this.state !== "lost") {
            this.setState("busy");
        }
        const answer = await this.getAnswer();
        if (sequence === this.sequence && !this.isClosed) {
            this.settle(answer);
        }
        return answer;
    }

    settle(answer) {
        if (!answer) {
            this.setState("lost");
            const delay = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
            this.timer = browser.setTimeout(() => this.refresh(), delay);
            return;
        }
        this.failures = 0;
        this.setState("idle");
        this.show(answer);
    }

    /** Resolves with the answer, or with null when there is none in time. */
    async getAnswer() {
        const request = this.ask();
        let timer;
        const late = new Promise((_resolve, reject) => {
            timer = browser.setTimeout(() => reject(new Error("late")), ANSWER_LIMIT_MS);
        });
        try {
            return await Promise.race([request, late]);
        } catch {
            request.catch(() => {});
            request.abort?.();
            return null;
        } finally {
            browser.clearTimeout(timer);
        }
    }

    /** Tries at once when the connection may be back. */
    retry() {
        if (this.state === "lost") {
            this.failures = 0;
            this.refresh();
        }
    }

    close() {
        this.isClosed = true;
        browser.clearTimeout(this.timer);
    }
}
