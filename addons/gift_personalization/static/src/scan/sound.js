import { browser } from "@web/core/browser/browser";

const TONES = {
    moved: [880, 1320],
    shown: [880],
    photo: [880, 660],
    repeat: [660, 660],
    differs: [440, 330],
    refused: [220, 160],
    unknown: [220, 160],
};
const TONE_SECONDS = 0.12;
let context = null;

/** Play a short sound for the result; silent where the browser does not allow it. */
export function playResult(status) {
    const AudioContext = browser.AudioContext || window.AudioContext;
    if (!AudioContext) {
        return;
    }
    context ||= new AudioContext();
    if (context.state !== "running") {
        context.resume().catch(() => {});
    }
    TONES[status].forEach((frequency, index) => {
        const start = context.currentTime + index * TONE_SECONDS;
        const oscillator = context.createOscillator();
        const gain = context.createGain();
        oscillator.frequency.value = frequency;
        gain.gain.setValueAtTime(0.15, start);
        gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(start);
        oscillator.stop(start + TONE_SECONDS);
    });
}
