/** Styles as text: what the bundler makes of them. */
declare module "*.css" {
  const text: string;
  export default text;
}
