// The three sounds of the door: they differ in count and length, not in pitch alone. The button mutes them, and the
// device remembers it. Browsers let nothing sound before the first key or touch.

const NOTES = {
  admit: [{ hertz: 880, at: 0, seconds: 0.12 }],
  again: [{ hertz: 440, at: 0, seconds: 0.16 }, { hertz: 440, at: 0.26, seconds: 0.16 }],
  stop: [{ hertz: 200, at: 0, seconds: 0.5 }],
};
const LOUDNESS = 0.4;
const REMEMBERED = "door.sound";

let speaker = null;

const isMuted = () => localStorage.getItem(REMEMBERED) === "off";

function wake() {
  speaker ??= new AudioContext();
  if (speaker.state === "suspended") speaker.resume();
}

function strike({ hertz, at, seconds }) {
  const tone = speaker.createOscillator();
  const loudness = speaker.createGain();
  const begins = speaker.currentTime + at;
  tone.frequency.value = hertz;
  tone.type = hertz < 300 ? "triangle" : "sine"; // small speakers swallow a low sine
  loudness.gain.setValueAtTime(LOUDNESS, begins);
  loudness.gain.exponentialRampToValueAtTime(0.001, begins + seconds);
  tone.connect(loudness).connect(speaker.destination);
  tone.start(begins);
  tone.stop(begins + seconds);
}

export function sound(tone) {
  if (speaker && !isMuted()) NOTES[tone]?.forEach(strike);
}

export function wireSounds(button) {
  const show = () => {
    button.setAttribute("aria-pressed", String(!isMuted()));
    button.querySelector("[data-sound-on]").hidden = isMuted();
    button.querySelector("[data-sound-off]").hidden = !isMuted();
  };
  button.addEventListener("click", () => {
    localStorage.setItem(REMEMBERED, isMuted() ? "on" : "off");
    show();
    sound("admit");
  });
  for (const touched of ["keydown", "pointerdown"]) document.addEventListener(touched, wake);
  show();
}
