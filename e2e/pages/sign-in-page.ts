import { expect, type Page } from '@playwright/test';

/** Signing in, in the words of the people who do it. */
export class SignInPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses the button of the sign-in page, and waits for the form of the issuer. */
  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.page.getByPlaceholder('Enter any login').waitFor();
  }

  /** Fills the form of the real issuer. */
  async fill(name: string): Promise<void> {
    await this.page.getByPlaceholder('Enter any login').fill(name);
    await this.page.getByPlaceholder('and password').fill('any');
    await this.page.getByRole('button', { name: 'Sign-in' }).click();
  }

  /** The whole way from a page of the console back to it. */
  async signIn(address: string, name: string): Promise<void> {
    await this.page.goto(address);
    await this.begin();
    await this.fill(name);
    await this.isKnownAs(name);
  }

  async isKnownAs(name: string): Promise<void> {
    await expect(this.page.getByRole('button', { name: `Account: ${name}` })).toBeVisible();
  }

  /** What a page says whose session is over. */
  get notice() {
    return this.page.getByText('You are signed out');
  }
}
