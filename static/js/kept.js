// What this phone keeps for itself. A browser that keeps nothing (some in-app ones) is no reason to stop.

export function keep(name, value) {
  try {
    localStorage.setItem(`kiosk.${name}`, value);
    return true;
  } catch {
    return false;
  }
}

export function kept(name) {
  try {
    return localStorage.getItem(`kiosk.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`kiosk.${name}`);
  } catch {
    // nothing was kept
  }
}
