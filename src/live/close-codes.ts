/** Close codes of WebSockets: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const CLOSE_NORMAL = 1000;
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_POLICY_VIOLATION = 1008;
