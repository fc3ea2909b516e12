/** A short, soft tone. Made here, so that no file is loaded. Where the browser plays nothing, nothing happens. */
export function chime(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.5);
  for (const [frequency, delay] of [[660, 0], [880, 0.12]] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(audio.currentTime + delay);
    tone.stop(audio.currentTime + 0.5);
  }
  setTimeout(() => void audio.close(), 1000);
}
