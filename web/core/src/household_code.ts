/// What a household's sheet carries: a QR code of `fx:h:<id>`, and below it eight characters for who has no camera.
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const householdQr = (id: string): string => `fx:h:${id}`;

/// The household a QR code names; null for any other code.
export function householdInQr(text: string): string | null {
  const id = /^fx:h:(.+)$/.exec(text.trim().toLowerCase())?.[1] ?? '';
  return uuid.test(id) ? id : null;
}

/// The end of the id, which is random: "3F2A-91C7". Two of 10,000 households share one with a chance of 1 %.
export function householdShortCode(id: string): string {
  const end = id.replace(/-/g, '').slice(-8).toUpperCase();
  return `${end.slice(0, 4)}-${end.slice(4)}`;
}

/// Typed by hand, in full-width too; null while it is no whole short code.
export function readShortCode(text: string): string | null {
  const plain = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[^0-9a-z]/gi, '').toUpperCase();
  return /^[0-9A-F]{8}$/.test(plain) ? `${plain.slice(0, 4)}-${plain.slice(4)}` : null;
}
